// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"math/big"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

// reference is a way for an endpoint to refer to an object, and what is to be seen when that is not there or broken.
type reference struct {
	name string
	// refer makes an endpoint refer to the object.
	refer func(*v1alpha1.MCPRemoteEndpoint)
	// object makes the object, and others are those between it and the endpoint.
	object func() controllertest.Object
	others []controllertest.Object

	condition string
	missing   string
	// unsettle changes the object so that the endpoint is as good as before; spoil so that it cannot be used any more, for the
	// reason spoilt. A nil spoil means that the object has nothing to spoil.
	unsettle func(controllertest.Object)
	spoil    func(controllertest.Object)
	spoilt   string
}

var caBundle = string(certificate())

var allReferences = []reference{
	{
		name:      "group",
		refer:     func(e *v1alpha1.MCPRemoteEndpoint) { e.Spec.GroupRef = controllertest.GroupName },
		object:    func() controllertest.Object { return group() },
		condition: "GroupRefValid", missing: "GroupNotFound",
		unsettle: func(o controllertest.Object) { o.(*v1beta1.MCPGroup).Spec.Description = "changed" },
	},
	{
		name: "auth config",
		refer: func(e *v1alpha1.MCPRemoteEndpoint) {
			e.Spec.ExternalAuthConfigRef = &v1beta1.ExternalAuthConfigRef{Name: "auth"}
		},
		object: func() controllertest.Object {
			return controllertest.AuthConfig("auth", v1beta1.MCPExternalAuthConfigSpec{Type: v1beta1.ExternalAuthTypeUnauthenticated})
		},
		condition: "AuthConfigValid", missing: "AuthConfigNotFound",
		unsettle: func(o controllertest.Object) { o.SetLabels(map[string]string{"changed": "yes"}) },
		spoil: func(o controllertest.Object) {
			o.(*v1beta1.MCPExternalAuthConfig).Spec.Type = v1beta1.ExternalAuthTypeHeaderInjection
		},
		spoilt: "AuthConfigInvalid",
	},
	{
		name: "secret of an auth config",
		refer: func(e *v1alpha1.MCPRemoteEndpoint) {
			e.Spec.ExternalAuthConfigRef = &v1beta1.ExternalAuthConfigRef{Name: "injection"}
		},
		object: func() controllertest.Object {
			return &corev1.Secret{ObjectMeta: named("injected"), Data: map[string][]byte{"key": []byte("value")}}
		},
		others: []controllertest.Object{controllertest.AuthConfig("injection", v1beta1.MCPExternalAuthConfigSpec{
			Type: v1beta1.ExternalAuthTypeHeaderInjection,
			HeaderInjection: &v1beta1.HeaderInjectionConfig{
				HeaderName: "X-Key", ValueSecretRef: v1beta1.SecretKeyRef{Name: "injected", Key: "key"},
			},
		})},
		condition: "AuthConfigValid", missing: "AuthSecretNotFound",
		unsettle: func(o controllertest.Object) { o.(*corev1.Secret).Data["key"] = []byte("rotated") },
		spoil:    func(o controllertest.Object) { delete(o.(*corev1.Secret).Data, "key") },
		spoilt:   "AuthSecretNotFound",
	},
	{
		name: "secret of a header",
		refer: func(e *v1alpha1.MCPRemoteEndpoint) {
			e.Spec.HeaderForward = &v1alpha1.HeaderForward{AddHeadersFromSecret: []v1alpha1.HeaderFromSecret{
				{HeaderName: "X-Token", ValueSecretRef: v1beta1.SecretKeyRef{Name: "token", Key: "key"}},
			}}
		},
		object: func() controllertest.Object {
			return &corev1.Secret{ObjectMeta: named("token"), Data: map[string][]byte{"key": []byte("value")}}
		},
		condition: "ConfigurationValid", missing: "HeaderSecretNotFound",
		unsettle: func(o controllertest.Object) { o.(*corev1.Secret).Data["key"] = []byte("rotated") },
		spoil:    func(o controllertest.Object) { o.(*corev1.Secret).Data["key"] = nil },
		spoilt:   "HeaderSecretNotFound",
	},
	{
		name: "CA bundle",
		refer: func(e *v1alpha1.MCPRemoteEndpoint) {
			e.Spec.CABundleRef = &v1alpha1.CABundleRef{Name: "ca", Key: "ca.crt"}
		},
		object: func() controllertest.Object {
			return &corev1.ConfigMap{ObjectMeta: named("ca"), Data: map[string]string{"ca.crt": caBundle}}
		},
		condition: "CABundleValid", missing: "CABundleNotFound",
		unsettle: func(o controllertest.Object) { o.(*corev1.ConfigMap).Data["ca.crt"] = caBundle + caBundle },
		spoil:    func(o controllertest.Object) { o.(*corev1.ConfigMap).Data["ca.crt"] = "no certificate" },
		spoilt:   "CABundleInvalid",
	},
	{
		name: "tool config",
		refer: func(e *v1alpha1.MCPRemoteEndpoint) {
			e.Spec.ToolConfigRef = &v1beta1.ToolConfigRef{Name: "filter"}
		},
		object:    func() controllertest.Object { return &v1beta1.MCPToolConfig{ObjectMeta: named("filter")} },
		condition: "ConfigurationValid", missing: "ToolConfigNotFound",
		unsettle: func(o controllertest.Object) { o.(*v1beta1.MCPToolConfig).Spec.ToolsFilter = []string{"search"} },
	},
}

// TestAReferenceThatIsMendedMendsTheEndpoint is R2.3: nobody touches the endpoint.
func TestAReferenceThatIsMendedMendsTheEndpoint(t *testing.T) {
	for _, test := range allReferences {
		t.Run(test.name, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				start(t, c)
				endpoint := controllertest.Endpoint("good")
				test.refer(endpoint)
				if test.condition != "GroupRefValid" {
					c.Create(t, group())
				}
				c.Create(t, others(test)...)
				object := test.object()
				requireOneWrite := func(events ...string) {
					t.Helper()
					c.RequireWrites(t, writeGood)
					c.RequireEvents(t, events...)
					c.RequireQuiet(t, day)
				}
				requireFailedFor := func(reason string) {
					t.Helper()
					requireFailed(t, c, endpoint, test.condition, reason, fmt.Sprintf("%q", object.GetName()))
				}

				c.Create(t, endpoint)
				requireOneWrite("Warning " + test.missing + " default/good")
				requireFailedFor(test.missing)

				c.Create(t, object)
				requireOneWrite("Normal Ready default/good")
				requireReady(t, c, endpoint)

				test.unsettle(object)
				c.Update(t, object)
				c.RequireWrites(t)
				c.RequireQuiet(t, day)

				if test.spoil != nil {
					test.spoil(object)
					c.Update(t, object)
					requireOneWrite("Warning " + test.spoilt + " default/good")
					requireFailedFor(test.spoilt)

					object = test.object()
					c.Update(t, object)
					requireOneWrite("Normal Ready default/good")
				}

				c.Delete(t, object)
				requireOneWrite("Warning " + test.missing + " default/good")
				requireFailedFor(test.missing)

				c.Create(t, test.object())
				requireOneWrite("Normal Ready default/good")
				requireReady(t, c, endpoint)
			})
		})
	}
}

func others(r reference) []controllertest.Object {
	var copies []controllertest.Object
	for _, other := range r.others {
		copies = append(copies, other.DeepCopyObject().(controllertest.Object))
	}
	return copies
}

func TestAGroupThatIsBeingDeletedIsNoGroup(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		held := group()
		held.Finalizers = []string{"example.com/somebody-else"}
		endpoint := controllertest.Endpoint("good")
		c.Create(t, held, endpoint)
		c.RequireWrites(t, writeGood)

		c.Delete(t, held)
		c.RequireWrites(t, writeGood)
		requireFailed(t, c, endpoint, "GroupRefValid", "GroupTerminating", controllertest.GroupName)

		held.Finalizers = nil
		c.Update(t, held)
		c.RequireWrites(t, writeGood)
		requireFailed(t, c, endpoint, "GroupRefValid", "GroupNotFound", controllertest.GroupName)
		c.RequireEvents(t, "Warning GroupTerminating default/good", "Warning GroupNotFound default/good")
	})
}

func TestOneObjectIsReadOncePerVersionForAllWhoReferToIt(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		bundle := &corev1.ConfigMap{ObjectMeta: named("ca"), Data: map[string]string{"ca.crt": caBundle}}
		c.Create(t, group(), bundle)
		c.RequireWrites(t)
		for i := range 20 {
			endpoint := controllertest.Endpoint(fmt.Sprintf("endpoint-%d", i))
			endpoint.Spec.CABundleRef = &v1alpha1.CABundleRef{Name: "ca", Key: "ca.crt"}
			c.Create(t, endpoint)
			synctest.Wait()
		}
		require.Equal(t, []string{"get configmaps default/ca"}, c.Requests.Reads())
	})
}

// TestWhatDoesNotMatterWakesNobody counts reconciles: a name that is woken in vain costs, even if nothing is written.
func TestWhatDoesNotMatterWakesNobody(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		members, auth := group(), controllertest.AuthConfig("auth", v1beta1.MCPExternalAuthConfigSpec{Type: v1beta1.ExternalAuthTypeUnauthenticated})
		server := &v1beta1.MCPServer{ObjectMeta: named("server")}
		stranger := &corev1.Secret{ObjectMeta: named("stranger"), Data: map[string][]byte{"key": []byte("value")}}
		endpoint := controllertest.Endpoint("good")
		endpoint.Spec.ExternalAuthConfigRef = &v1beta1.ExternalAuthConfigRef{Name: "auth"}
		c.Create(t, members, auth, server, stranger, endpoint)
		controllertest.Pass(time.Second)
		c.RequireWrites(t, writeGood)

		before := reconciles(t)
		for i := range 50 {
			members = controllertest.Get(t, c, members)
			members.Status.ServerCount = int32(i + 1)
			c.UpdateStatus(t, members)
			auth = controllertest.Get(t, c, auth)
			auth.Status.ObservedGeneration = int64(i + 1)
			c.UpdateStatus(t, auth)
			server.Labels = map[string]string{"count": fmt.Sprint(i)}
			c.Update(t, server)
			stranger.Data["key"] = fmt.Append(nil, i)
			c.Update(t, stranger)
			synctest.Wait()
		}
		require.Equal(t, before, reconciles(t))
		c.RequireQuiet(t, day)
	})
}

// certificate is one of an authority, in PEM.
func certificate() []byte {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), IsCA: true, BasicConstraintsValid: true, NotAfter: time.Now().Add(day)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		panic(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
}
