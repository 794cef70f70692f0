// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package content_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/tools/cache"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/content"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/digest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

const getSecret = "get secrets default/token"

var name = cache.NewObjectName("default", "token")

// at is what a watch shows of the object.
func at(version string) *metav1.PartialObjectMetadata {
	return &metav1.PartialObjectMetadata{ObjectMeta: metav1.ObjectMeta{Namespace: name.Namespace, Name: name.Name, ResourceVersion: version}}
}

func newSecret(data map[string][]byte) *corev1.Secret {
	return &corev1.Secret{ObjectMeta: metav1.ObjectMeta{Namespace: name.Namespace, Name: name.Name}, Data: data}
}

func TestASecretIsReadOncePerVersion(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		secret := newSecret(map[string][]byte{"key": []byte("value"), "empty": nil})
		c.Create(t, secret)
		contents := content.New(c.Kube.CoreV1())

		for range 3 {
			d, err := contents.Digest(t.Context(), kind.Secret, at(secret.ResourceVersion))
			require.NoError(t, err)
			assert.Equal(t, digest.Of(name.String(), secret.Data), d)
		}
		c.RequireReads(t, getSecret)

		secret.Data = map[string][]byte{"other": []byte("value")}
		c.Update(t, secret)
		for range 3 {
			d, err := contents.Digest(t.Context(), kind.Secret, at(secret.ResourceVersion))
			require.NoError(t, err)
			assert.Equal(t, digest.Of(name.String(), secret.Data), d)
		}
		c.RequireReads(t, getSecret)
	})
}

func TestAReadThatIsAheadOfTheCacheIsNotRepeatedWhenTheCacheCatchesUp(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		secret := newSecret(map[string][]byte{"key": []byte("value")})
		c.Create(t, secret)
		seen := secret.ResourceVersion
		secret.Data["more"] = []byte("value")
		c.Update(t, secret)
		contents := content.New(c.Kube.CoreV1())

		d, err := contents.Digest(t.Context(), kind.Secret, at(seen))
		require.NoError(t, err)
		assert.Len(t, d, 2, "the content is the newest, not that of the version that was asked for")
		c.RequireReads(t, getSecret)
		_, err = contents.Digest(t.Context(), kind.Secret, at(secret.ResourceVersion))
		require.NoError(t, err)
		c.RequireReads(t)
	})
}

func TestAMissingObjectHasNoDigest(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		secret := newSecret(map[string][]byte{"key": []byte("value")})
		c.Create(t, secret)
		contents := content.New(c.Kube.CoreV1())
		_, err := contents.Digest(t.Context(), kind.Secret, at(secret.ResourceVersion))
		require.NoError(t, err)
		c.Delete(t, secret)

		d, err := contents.Digest(t.Context(), kind.Secret, at("later"))
		require.NoError(t, err)
		assert.Nil(t, d)
		c.RequireReads(t, getSecret, getSecret)

		_, err = contents.Digest(t.Context(), kind.Secret, at(secret.ResourceVersion))
		require.NoError(t, err)
		c.RequireReads(t, getSecret) // what was known of it was dropped
	})
}

func TestAForgottenObjectIsReadAgain(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		secret := newSecret(nil)
		c.Create(t, secret)
		contents := content.New(c.Kube.CoreV1())
		for range 2 {
			d, err := contents.Digest(t.Context(), kind.Secret, at(secret.ResourceVersion))
			require.NoError(t, err)
			assert.NotNil(t, d, "an object without keys is there all the same")
			contents.Forget(kind.Secret, name)
		}
		c.RequireReads(t, getSecret, getSecret)
	})
}

func TestAnErrorIsReturnedAndNotRemembered(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		secret := newSecret(map[string][]byte{"key": []byte("value")})
		c.Create(t, secret)
		contents := content.New(c.Kube.CoreV1())

		away := errors.New("the API server is away")
		c.Requests.Intercept(func(string) error { return away })
		_, err := contents.Digest(t.Context(), kind.Secret, at(secret.ResourceVersion))
		require.ErrorIs(t, err, away)
		require.ErrorContains(t, err, "default/token", "it names the object")

		c.Requests.Intercept(nil)
		d, err := contents.Digest(t.Context(), kind.Secret, at(secret.ResourceVersion))
		require.NoError(t, err)
		assert.Contains(t, d, "key")
	})
}

func TestBothSortsOfDataOfAConfigMapAreRead(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		configMap := &corev1.ConfigMap{
			ObjectMeta: metav1.ObjectMeta{Namespace: name.Namespace, Name: name.Name},
			Data:       map[string]string{"text": "value"},
			BinaryData: map[string][]byte{"binary": {0xff}},
		}
		c.Create(t, configMap)
		d, err := content.New(c.Kube.CoreV1()).Digest(t.Context(), kind.ConfigMap, at(configMap.ResourceVersion))
		require.NoError(t, err)
		assert.Equal(t, digest.Of(name.String(), map[string]string{"text": "value", "binary": "\xff"}), d)
		c.RequireReads(t, "get configmaps default/token")
	})
}

func TestTextsAreThoseOfTheData(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		configMap := &corev1.ConfigMap{
			ObjectMeta: metav1.ObjectMeta{Namespace: name.Namespace, Name: name.Name},
			Data:       map[string]string{"text": "value"},
			BinaryData: map[string][]byte{"binary": {0xff}},
		}
		c.Create(t, configMap)
		contents := content.New(c.Kube.CoreV1())
		for range 2 {
			texts, err := contents.Text(t.Context(), at(configMap.ResourceVersion))
			require.NoError(t, err)
			assert.Equal(t, map[string]string{"text": "value"}, texts)
		}
		c.RequireReads(t, "get configmaps default/token")

		configMap.Data = nil
		c.Update(t, configMap)
		texts, err := contents.Text(t.Context(), at(configMap.ResourceVersion))
		require.NoError(t, err)
		assert.NotNil(t, texts, "an object without keys is there all the same")
		assert.Empty(t, texts)
		c.RequireReads(t, "get configmaps default/token")
	})
}

func TestNoValueIsKept(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		const value = "correct horse battery staple"
		secret := newSecret(map[string][]byte{"key": []byte(value)})
		c.Create(t, secret)
		contents := content.New(c.Kube.CoreV1())
		_, err := contents.Digest(t.Context(), kind.Secret, at(secret.ResourceVersion))
		require.NoError(t, err)

		kept := map[string]bool{}
		reachable(contents, kept)
		assert.Contains(t, kept, "token", "the search finds what is kept")
		assert.Contains(t, kept, "key", "the search finds what is kept")
		for text := range kept {
			assert.NotContains(t, text, "horse")
		}
		assert.NotContains(t, fmt.Sprintf("%#v", contents), "horse")
	})
}
