// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
)

var errAway = errors.New("the API server is away")

// failing answers the first requests that have a prefix with an error.
func failing(prefix string, times int, err error) func(string) error {
	return func(request string) error {
		if times == 0 || !strings.HasPrefix(request, prefix) {
			return nil
		}
		times--
		return err
	}
}

// since returns how many reconciles there were of each result after before was taken.
func since(t *testing.T, before map[string]int) map[string]int {
	t.Helper()
	after := reconciles(t)
	for result := range after {
		after[result] -= before[result]
	}
	return after
}

func TestAStatusWriteThatFailsIsTriedAgain(t *testing.T) {
	conflict := apierrors.NewConflict(kind.MCPRemoteEndpoint.Resource().GroupResource(), "good", errors.New("somebody was faster"))
	for _, test := range []struct {
		name   string
		err    error
		result string // of the reconciles that failed
	}{
		{"with noise after an error", errAway, "retry"},
		{"quietly after a conflict", conflict, "quiet"},
	} {
		t.Run(test.name, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				before := reconciles(t)
				c.Create(t, group())
				start(t, c)
				endpoint := controllertest.Endpoint("good")
				c.Requests.Intercept(failing(writeGood, 2, test.err))
				c.Create(t, endpoint)
				c.RequireWrites(t, writeGood)
				controllertest.Pass(30 * time.Millisecond)
				c.RequireWrites(t, writeGood, writeGood)
				requireReady(t, c, endpoint)
				c.RequireQuiet(t, day)
				assert.Equal(t, 2, since(t, before)[test.result])
			})
		})
	}
}

func TestAnEventGoesOutOnceAndOnlyAfterTheStatusWasWritten(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		c.Requests.Intercept(failing(writeGood, 2, errAway))
		c.Create(t, controllertest.Endpoint("good"))
		c.RequireWrites(t, writeGood)
		c.RequireEvents(t)
		controllertest.Pass(time.Second)
		c.RequireWrites(t, writeGood, writeGood)
		c.RequireEvents(t, "Warning GroupNotFound default/good")
	})
}

func TestAnEndpointThatGoesWhileItsStatusIsWrittenIsNoError(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		before := reconciles(t)
		start(t, c)
		endpoint := controllertest.Endpoint("good") // its group is missing, which would be worth an event
		c.Requests.Intercept(func(request string) error {
			if request == writeGood {
				c.Delete(t, endpoint)
			}
			return nil
		})
		c.Create(t, endpoint)
		c.RequireWrites(t, writeGood)
		c.RequireQuiet(t, day)
		assert.Zero(t, since(t, before)["retry"])
	})
}

func TestNothingIsSaidToBeMissingWhileTheCachesAreBehind(t *testing.T) {
	for _, test := range allReferences {
		t.Run(test.name, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				before := reconciles(t)
				start(t, c)
				endpoint, object := controllertest.Endpoint("good"), test.object()
				test.refer(endpoint)
				if test.condition != "GroupRefValid" {
					c.Create(t, group())
				}
				c.Create(t, others(test)...)
				synctest.Wait()

				c.Delay(c.ResourceOf(object), time.Second)
				c.Create(t, object, endpoint)
				controllertest.Pass(900 * time.Millisecond)
				require.Empty(t, c.Requests.Writes())
				assert.Contains(t, c.Requests.Reads(), fmt.Sprintf("get-metadata %s default/%s", c.ResourceOf(object).Resource, object.GetName()))

				controllertest.Pass(100 * time.Millisecond)
				c.RequireWrites(t, writeGood)
				requireReady(t, c, endpoint)
				c.RequireEvents(t)
				controllertest.Pass(time.Minute) // until the last retry is over
				c.RequireQuiet(t, day)
				assert.Zero(t, since(t, before)["retry"], "nobody needs to hear of it")
			})
		})
	}
}

// TestAWakeBeforeTheOwnWriteIsSeenCostsNothing has the cache of endpoints behind by one write of the controller itself.
func TestAWakeBeforeTheOwnWriteIsSeenCostsNothing(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		bundle := &corev1.ConfigMap{ObjectMeta: named("ca"), Data: map[string]string{"ca.crt": caBundle}}
		endpoint := controllertest.Endpoint("good")
		endpoint.Spec.CABundleRef = &v1alpha1.CABundleRef{Name: "ca", Key: "ca.crt"}
		c.Create(t, group(), bundle)
		synctest.Wait()
		c.Delay(kind.MCPRemoteEndpoint.Resource(), 5*time.Second)
		c.Create(t, endpoint)
		controllertest.Pass(5 * time.Second)
		c.RequireWrites(t, writeGood)

		before := reconciles(t)
		bundle.Data["ca.crt"] += caBundle
		c.Update(t, bundle)
		c.RequireWrites(t)
		require.Equal(t, 1, since(t, before)["done"], "it was woken")
		c.RequireEvents(t)

		bundle.Data["ca.crt"] = "no certificate"
		c.Update(t, bundle)
		c.RequireWrites(t, writeGood)
		requireFailed(t, c, endpoint, "CABundleValid", "CABundleInvalid", "ca.crt")
		c.RequireEvents(t, "Warning CABundleInvalid default/good")
		c.RequireQuiet(t, day)
	})
}

func TestWhatCannotBeConfirmedToBeMissingIsNotSaidToBe(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		c.Requests.Intercept(failing("get-metadata", 2, errAway))
		endpoint := controllertest.Endpoint("good")
		c.Create(t, endpoint)
		c.RequireWrites(t)
		controllertest.Pass(time.Second)
		c.RequireWrites(t, writeGood)
		requireFailed(t, c, endpoint, "GroupRefValid", "GroupNotFound", controllertest.GroupName)
	})
}

func TestASecretThatCannotBeReadCostsNoWrongStatusAndDisturbsNobody(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		c.Requests.Intercept(failing("get secrets default/token", 3, errAway))
		unlucky, good := controllertest.Endpoint("unlucky"), controllertest.Endpoint("good")
		unlucky.Spec.HeaderForward = &v1alpha1.HeaderForward{AddHeadersFromSecret: []v1alpha1.HeaderFromSecret{
			{HeaderName: "X-Token", ValueSecretRef: v1beta1.SecretKeyRef{Name: "token", Key: "key"}},
		}}
		token := &corev1.Secret{ObjectMeta: named("token"), Data: map[string][]byte{"key": []byte("value")}}
		c.Create(t, group(), token)
		synctest.Wait()
		c.Create(t, unlucky, good)
		c.RequireWrites(t, writeGood)

		controllertest.Pass(time.Second)
		c.RequireWrites(t, "apply mcpremoteendpoints/status default/unlucky")
		requireReady(t, c, unlucky)
		c.RequireEvents(t)
	})
}

// TestBadInputIsSaidAndDisturbsNobody is R5.7: none of these objects could pass admission.
func TestBadInputIsSaidAndDisturbsNobody(t *testing.T) {
	bad := map[string]func(*v1alpha1.MCPRemoteEndpoint){
		"empty":        func(e *v1alpha1.MCPRemoteEndpoint) { e.Spec = v1alpha1.MCPRemoteEndpointSpec{} },
		"unknown-type": func(e *v1alpha1.MCPRemoteEndpoint) { e.Spec.Type = "sideways" },
		"no-url":       func(e *v1alpha1.MCPRemoteEndpoint) { e.Spec.RemoteURL = "" },
		"bytes":        func(e *v1alpha1.MCPRemoteEndpoint) { e.Spec.RemoteURL = "https://\x00\xff\n%zz" },
		"huge":         func(e *v1alpha1.MCPRemoteEndpoint) { e.Spec.RemoteURL = strings.Repeat("ü", 1<<15) },
		"empty-refs": func(e *v1alpha1.MCPRemoteEndpoint) {
			e.Spec.ExternalAuthConfigRef = &v1beta1.ExternalAuthConfigRef{}
			e.Spec.CABundleRef = &v1alpha1.CABundleRef{}
			e.Spec.ToolConfigRef = &v1beta1.ToolConfigRef{}
			e.Spec.HeaderForward = &v1alpha1.HeaderForward{AddHeadersFromSecret: []v1alpha1.HeaderFromSecret{{}, {}}}
		},
		"empty-auth": func(e *v1alpha1.MCPRemoteEndpoint) {
			e.Spec.ExternalAuthConfigRef = &v1beta1.ExternalAuthConfigRef{Name: "nothing"}
		},
		"strange-auth": func(e *v1alpha1.MCPRemoteEndpoint) {
			e.Spec.ExternalAuthConfigRef = &v1beta1.ExternalAuthConfigRef{Name: "strange"}
		},
	}
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		before := reconciles(t)
		start(t, c)
		good := controllertest.Endpoint("good")
		c.Create(t, group(),
			controllertest.AuthConfig("nothing", v1beta1.MCPExternalAuthConfigSpec{}),
			controllertest.AuthConfig("strange", v1beta1.MCPExternalAuthConfigSpec{
				Type: "telepathy", TokenExchange: &v1beta1.TokenExchangeConfig{}, XAA: &v1beta1.XAASpec{},
			}))
		synctest.Wait()
		writes := []string{writeGood}
		for name, spoil := range bad {
			endpoint := controllertest.Endpoint(name, spoil)
			c.Create(t, endpoint)
			writes = append(writes, "apply mcpremoteendpoints/status default/"+name)
		}
		c.Create(t, good)
		c.RequireWrites(t, writes...)
		requireReady(t, c, good)
		for name := range bad {
			live := controllertest.Get(t, c, controllertest.Endpoint(name))
			ready := meta.FindStatusCondition(live.Status.Conditions, v1alpha1.ConditionReady)
			require.NotNil(t, ready, name)
			assert.Equal(t, metav1.ConditionFalse, ready.Status, name)
			assert.Less(t, len(ready.Message), 32769, name)
		}
		assert.Zero(t, since(t, before)["retry"])
		c.Recorder.Events()
		c.RequireQuiet(t, day)
	})
}
