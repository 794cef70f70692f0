// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package remote_test

import (
	"errors"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
	clienttesting "k8s.io/client-go/testing"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
)

// The requests that make the proxy called good.
const (
	applyServiceAccount = "apply serviceaccounts default/good-remote-proxy-runner"
	applyConfigMap      = "apply configmaps default/good-runconfig"
	applyService        = "apply services default/mcp-good-remote-proxy"
	applyDeployment     = "apply deployments default/good"
)

// proxy returns the endpoint called good, of type proxy.
func proxy(changes ...func(*v1alpha1.ProxyConfig)) *v1alpha1.MCPRemoteEndpoint {
	return controllertest.Endpoint("good", func(e *v1alpha1.MCPRemoteEndpoint) {
		e.Spec.Type = v1alpha1.EndpointTypeProxy
		e.Spec.ProxyConfig = &v1alpha1.ProxyConfig{OIDCConfig: &v1alpha1.OIDCConfig{
			Type: v1alpha1.OIDCConfigTypeInline, Inline: &v1alpha1.InlineOIDCConfig{Issuer: "https://login.example.com", Audience: "good"},
		}}
		for _, change := range changes {
			change(e.Spec.ProxyConfig)
		}
	})
}

func goodDeployment() *appsv1.Deployment { return &appsv1.Deployment{ObjectMeta: named("good")} }

// rollOut stands for the Deployment controller: it has made the pods of the newest template, and they serve.
func rollOut(t *testing.T, c *controllertest.Cluster) {
	t.Helper()
	d := controllertest.Get(t, c, goodDeployment())
	d.Status = appsv1.DeploymentStatus{
		ObservedGeneration: d.Generation, Replicas: 1, UpdatedReplicas: 1, ReadyReplicas: 1, AvailableReplicas: 1,
		Conditions: []appsv1.DeploymentCondition{
			{Type: appsv1.DeploymentAvailable, Status: corev1.ConditionTrue},
			{Type: appsv1.DeploymentProgressing, Status: corev1.ConditionTrue, Reason: "NewReplicaSetAvailable"},
		},
	}
	c.UpdateStatus(t, d)
}

// createReady creates the endpoint and what it needs, and brings it up.
func createReady(t *testing.T, c *controllertest.Cluster, endpoint *v1alpha1.MCPRemoteEndpoint, others ...controllertest.Object) {
	t.Helper()
	c.Create(t, append(others, group(), endpoint)...)
	controllertest.Pass(time.Second)
	rollOut(t, c)
	controllertest.Pass(time.Second)
	require.Equal(t, v1alpha1.PhaseReady, controllertest.Get(t, c, endpoint).Status.Phase)
	c.Requests.Writes()
	c.Requests.Reads()
	c.Recorder.Events()
}

func TestAProxyIsMadeByOneWriteForEachChildAndTwoOfItsStatus(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		endpoint := proxy()
		c.Create(t, group(), endpoint)
		c.RequireWrites(t, applyServiceAccount, applyConfigMap, applyService, applyDeployment, writeGood)
		live := controllertest.Get(t, c, endpoint)
		assert.Equal(t, v1alpha1.PhasePending, live.Status.Phase)
		assert.Empty(t, live.Status.URL, "until pods serve")
		c.RequireEvents(t) // to be started is no news
		c.RequireQuiet(t, day)

		rollOut(t, c)
		c.RequireWrites(t, writeGood)
		live = controllertest.Get(t, c, endpoint)
		assert.Equal(t, v1alpha1.PhaseReady, live.Status.Phase)
		assert.Equal(t, "http://mcp-good-remote-proxy.default.svc.cluster.local:8080", live.Status.URL)
		c.RequireEvents(t, "Normal Ready default/good")
		c.RequireQuiet(t, day)
	})
}

// R2.9: with several pods as well, the URL appears when the Deployment is available, which is not when the first of them serves.
func TestSeveralPodsCostNoFurtherWrite(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		c.Create(t, group(), proxy(func(p *v1alpha1.ProxyConfig) { p.Replicas = new(int32(4)) }))
		c.RequireWrites(t, applyServiceAccount, applyConfigMap, applyService, applyDeployment, writeGood)
		serving := func(pods int32, available corev1.ConditionStatus) {
			d := controllertest.Get(t, c, goodDeployment())
			d.Status = appsv1.DeploymentStatus{
				ObservedGeneration: d.Generation, Replicas: 4, UpdatedReplicas: 4, ReadyReplicas: pods, AvailableReplicas: pods,
				Conditions: []appsv1.DeploymentCondition{
					{Type: appsv1.DeploymentAvailable, Status: available},
					{Type: appsv1.DeploymentProgressing, Status: corev1.ConditionTrue, Reason: "ReplicaSetUpdated"},
				},
			}
			c.UpdateStatus(t, d)
		}
		serving(1, corev1.ConditionFalse)
		c.RequireWrites(t)
		assert.Empty(t, controllertest.Get(t, c, proxy()).Status.URL)
		serving(3, corev1.ConditionTrue)
		c.RequireWrites(t, writeGood)
		assert.Equal(t, goodURL+"8080", controllertest.Get(t, c, proxy()).Status.URL)
		serving(4, corev1.ConditionTrue)
		c.RequireWrites(t)
		c.RequireEvents(t, "Normal Ready default/good")
	})
}

// R5.5: what somebody may say of pods in an odd way costs no further write, and neither does a restart.
func TestASettledProxyIsWrittenNoMore(t *testing.T) {
	odd := map[string]func(*v1alpha1.ProxyConfig){
		"nothing odd": func(*v1alpha1.ProxyConfig) {},
		"a pod template": func(p *v1alpha1.ProxyConfig) {
			p.PodTemplateSpec = &runtime.RawExtension{Raw: []byte(`{"metadata": {"annotations": {"a": ""}}, "spec": {"hostNetwork": false, "volumes": [{"name": "tmp", "emptyDir": {}}],
				"containers": [{"name": "toolhive", "env": [{"name": "EMPTY", "value": ""}], "livenessProbe": {"initialDelaySeconds": 0},
				"volumeMounts": [{"name": "tmp", "mountPath": "/tmp", "readOnly": false}]}]}}`)}
		},
		"odd quantities": func(p *v1alpha1.ProxyConfig) {
			p.Resources.Limits = corev1.ResourceList{"cpu": resource.MustParse("0.5"), "memory": resource.MustParse("1024Mi")}
			p.Resources.Requests = corev1.ResourceList{"cpu": resource.MustParse("1e-1")}
		},
		"overrides, some of them empty": func(p *v1alpha1.ProxyConfig) {
			p.ResourceOverrides = &v1beta1.ResourceOverrides{
				ProxyDeployment: &v1beta1.ProxyDeploymentOverrides{
					ResourceMetadataOverrides:    v1beta1.ResourceMetadataOverrides{Annotations: map[string]string{"a": ""}, Labels: map[string]string{"b": ""}},
					PodTemplateMetadataOverrides: &v1beta1.ResourceMetadataOverrides{},
					Env:                          []v1beta1.EnvVar{{Name: "EMPTY"}, {Name: "HOME", Value: "/home"}},
					ImagePullSecrets:             []corev1.LocalObjectReference{{Name: "pull"}},
				},
				ProxyService: &v1beta1.ResourceMetadataOverrides{Annotations: map[string]string{}},
			}
		},
		"no replicas": func(p *v1alpha1.ProxyConfig) { p.Replicas = new(int32) },
	}
	for name, change := range odd {
		t.Run(name, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				_, stop := start(t, c)
				c.Create(t, group(), proxy(change))
				c.RequireWrites(t, applyServiceAccount, applyConfigMap, applyService, applyDeployment, writeGood)
				c.RequireQuiet(t, day)
				stop()
				start(t, c)
				c.RequireQuiet(t, day)
			})
		})
	}
}

func TestAProxyGoesWithItsEndpoint(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		endpoint := proxy()
		createReady(t, c, endpoint)
		c.Delete(t, endpoint)
		controllertest.Pass(time.Minute)
		c.RequireWrites(t)
		c.RequireQuiet(t, day)
	})
}

// A port that changes moves the Service and the URL at once, and the endpoint is Ready again when the new pods serve.
func TestAChangedPortMovesServiceAndURLTogether(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		endpoint := proxy()
		createReady(t, c, endpoint)
		endpoint = controllertest.Get(t, c, endpoint)
		endpoint.Spec.ProxyConfig.ProxyPort = 9999
		c.Update(t, endpoint)
		c.RequireWrites(t, applyConfigMap, applyService, applyDeployment, writeGood)
		live := controllertest.Get(t, c, endpoint)
		assert.Equal(t, "http://mcp-good-remote-proxy.default.svc.cluster.local:9999", live.Status.URL)
		assert.Equal(t, v1alpha1.PhasePending, live.Status.Phase)
		service := controllertest.Get(t, c, &corev1.Service{ObjectMeta: named("mcp-good-remote-proxy")})
		require.Len(t, service.Spec.Ports, 1)
		assert.EqualValues(t, 9999, service.Spec.Ports[0].Port)
		rollOut(t, c)
		c.RequireWrites(t, writeGood)
		c.RequireEvents(t, "Normal Ready default/good")
		c.RequireQuiet(t, day)
	})
}

const goodURL = "http://mcp-good-remote-proxy.default.svc.cluster.local:"

// A problem keeps the Service from being written as well, and a URL with the new port would lead nowhere.
func TestTheURLOfABrokenEditIsThatOfTheService(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		createReady(t, c, proxy())
		endpoint := controllertest.Get(t, c, proxy())
		endpoint.Spec.ProxyConfig.ProxyPort = 9999
		endpoint.Spec.ProxyConfig.PodTemplateSpec = &runtime.RawExtension{Raw: []byte(`{"spec": {"nodeSelektor": {}}}`)}
		c.Update(t, endpoint)
		c.RequireWrites(t, writeGood)
		service := controllertest.Get(t, c, &corev1.Service{ObjectMeta: named("mcp-good-remote-proxy")})
		assert.EqualValues(t, 8080, service.Spec.Ports[0].Port)
		assert.Equal(t, goodURL+"8080", controllertest.Get(t, c, proxy()).Status.URL)

		endpoint = controllertest.Get(t, c, proxy())
		endpoint.Spec.ProxyConfig.PodTemplateSpec = nil
		c.Update(t, endpoint)
		c.RequireWrites(t, applyConfigMap, applyService, applyDeployment, writeGood)
		assert.Equal(t, goodURL+"9999", controllertest.Get(t, c, proxy()).Status.URL)
	})
}

// The same where the cluster does not admit the Service, or does and then not the Deployment. What is published follows the Service too.
func TestTheURLOfARefusedChildIsThatOfTheService(t *testing.T) {
	for refused, port := range map[string]string{"services": "8080", "deployments": "9999"} {
		t.Run(refused, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				startWith(t, c, publishing)
				createReady(t, c, proxy())
				var denied atomic.Bool
				denied.Store(true)
				c.Kube.PrependReactor("patch", refused, func(clienttesting.Action) (bool, runtime.Object, error) {
					return denied.Load(), nil, apierrors.NewForbidden(schema.GroupResource{Resource: refused}, "good", errors.New("a policy"))
				})
				requireURLs := func(port string) {
					assert.Equal(t, goodURL+port, controllertest.Get(t, c, proxy()).Status.URL)
					assert.Equal(t, goodURL+port, controllertest.Get(t, c, goodEntry()).Spec.RemoteURL)
				}
				endpoint := controllertest.Get(t, c, proxy())
				endpoint.Spec.ProxyConfig.ProxyPort = 9999
				c.Update(t, endpoint)
				controllertest.Pass(time.Second)
				assert.Equal(t, v1alpha1.PhaseFailed, controllertest.Get(t, c, proxy()).Status.Phase)
				requireURLs(port)

				denied.Store(false)
				controllertest.Pass(time.Minute)
				requireURLs("9999")
			})
		})
	}
}

// R2.11: a child that is no longer wanted goes.
func TestTheServiceAccountGoesWhenAnotherIsGiven(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		endpoint := proxy()
		createReady(t, c, endpoint, &corev1.ServiceAccount{ObjectMeta: named("mine")})
		endpoint = controllertest.Get(t, c, endpoint)
		endpoint.Spec.ProxyConfig.ServiceAccount = new("mine")
		c.Update(t, endpoint)
		c.RequireWrites(t, applyDeployment, "delete-metadata serviceaccounts default/good-remote-proxy-runner", writeGood)
		c.RequireQuiet(t, day)
	})
}

// R2.11: somebody else's object is not touched, nothing is made beside it, and the endpoint says what is in its way.
func TestAChildOfAnotherIsNeverTouched(t *testing.T) {
	foreign := map[string]controllertest.Object{
		`Deployment "good"`:                         goodDeployment(),
		`Service "mcp-good-remote-proxy"`:           &corev1.Service{ObjectMeta: named("mcp-good-remote-proxy")},
		`ConfigMap "good-runconfig"`:                &corev1.ConfigMap{ObjectMeta: named("good-runconfig")},
		`ServiceAccount "good-remote-proxy-runner"`: &corev1.ServiceAccount{ObjectMeta: named("good-remote-proxy-runner")},
	}
	for name, object := range foreign {
		t.Run(name, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				start(t, c)
				endpoint := proxy()
				c.Create(t, object, group(), endpoint)
				c.RequireWrites(t, writeGood)
				live := controllertest.Get(t, c, endpoint)
				assert.Equal(t, v1alpha1.PhaseFailed, live.Status.Phase)
				c.RequireEvents(t, "Warning ChildConflict default/good")

				controllertest.Pass(time.Hour)
				c.RequireWrites(t)
				c.Delete(t, object)
				controllertest.Pass(time.Minute)
				c.RequireWrites(t, applyServiceAccount, applyConfigMap, applyService, applyDeployment, writeGood)
				rollOut(t, c)
				c.RequireWrites(t, writeGood)
				c.RequireEvents(t, "Normal Ready default/good")
				c.RequireQuiet(t, day)
			})
		})
	}
}

// R2.8: a changed value rolls the pods that read it, and other changes of the same Secret do not.
func TestAChangedSecretValueRollsThePodsThatReadIt(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		secret := &corev1.Secret{ObjectMeta: named("keys"), Data: map[string][]byte{"used": []byte("1"), "unused": []byte("1")}}
		endpoint := proxy()
		endpoint.Spec.HeaderForward = &v1alpha1.HeaderForward{AddHeadersFromSecret: []v1alpha1.HeaderFromSecret{{
			HeaderName: "X-API-Key", ValueSecretRef: v1beta1.SecretKeyRef{Name: "keys", Key: "used"},
		}}}
		createReady(t, c, endpoint, secret)

		secret.Labels = map[string]string{"team": "a"}
		secret.Data = map[string][]byte{"used": []byte("1"), "unused": []byte("2")}
		c.Update(t, secret)
		c.RequireWrites(t)

		secret.Data["used"] = []byte("2")
		c.Update(t, secret)
		c.RequireWrites(t, applyDeployment, writeGood)
		rollOut(t, c)
		c.RequireWrites(t, writeGood)
		c.RequireEvents(t, "Normal Ready default/good")
		c.RequireQuiet(t, day)

		c.Delete(t, secret)
		c.RequireWrites(t, writeGood)
		c.RequireEvents(t, "Warning HeaderSecretNotFound default/good")
		live := controllertest.Get(t, c, endpoint)
		assert.Equal(t, v1alpha1.PhaseFailed, live.Status.Phase)
		assert.NotEmpty(t, live.Status.URL, "the pods serve on with the last value")
		c.RequireQuiet(t, day)
	})
}

func TestAPodInTroubleShowsAtTheEndpoint(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		endpoint := proxy()
		c.Create(t, group(), endpoint)
		c.RequireWrites(t, applyServiceAccount, applyConfigMap, applyService, applyDeployment, writeGood)
		d := controllertest.Get(t, c, goodDeployment())
		d.Status = appsv1.DeploymentStatus{ObservedGeneration: d.Generation, Replicas: 1, UpdatedReplicas: 1}
		c.UpdateStatus(t, d)
		c.RequireWrites(t)

		pod := &corev1.Pod{ObjectMeta: named("good-1")}
		pod.Labels = d.Spec.Selector.MatchLabels
		c.Create(t, pod)
		c.RequireWrites(t)
		pod.Status.ContainerStatuses = []corev1.ContainerStatus{{
			Name: "toolhive", RestartCount: 1, LastTerminationState: corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{ExitCode: 2, Reason: "Error"}},
		}}
		c.UpdateStatus(t, pod)
		c.RequireWrites(t, writeGood)
		live := controllertest.Get(t, c, endpoint)
		assert.Equal(t, v1alpha1.PhaseFailed, live.Status.Phase)
		assert.Contains(t, messageOf(live, v1alpha1.ConditionReady), "CrashLoopBackOff")
		pod = controllertest.Get(t, c, pod)
		pod.Status.ContainerStatuses[0].RestartCount = 2
		c.UpdateStatus(t, pod)
		c.RequireWrites(t)
		c.Delete(t, pod)
		c.RequireWrites(t, writeGood)
		assert.Equal(t, v1alpha1.PhasePending, controllertest.Get(t, c, endpoint).Status.Phase)
	})
}

// A proxy that was well and now crashes again and again says so once, until it is ready.
func TestACrashLoopOfAProxyThatWasWellCostsOneWrite(t *testing.T) {
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		start(t, c)
		createReady(t, c, proxy())
		d := controllertest.Get(t, c, goodDeployment())
		pod := &corev1.Pod{ObjectMeta: named("good-1")}
		pod.Labels = d.Spec.Selector.MatchLabels
		c.Create(t, pod)
		c.RequireWrites(t)
		update := func(ready bool, state corev1.ContainerState) {
			t.Helper()
			controllertest.Pass(10 * time.Second)
			pod = controllertest.Get(t, c, pod)
			condition := corev1.PodCondition{Type: corev1.ContainersReady, Status: corev1.ConditionFalse, LastTransitionTime: metav1.Now()}
			if len(pod.Status.Conditions) > 0 && !ready {
				condition = pod.Status.Conditions[0]
			}
			status := corev1.ContainerStatus{Name: "toolhive", Ready: ready, State: state}
			status.LastTerminationState.Terminated = &corev1.ContainerStateTerminated{ExitCode: 2, Reason: "Error"}
			pod.Status.Conditions, pod.Status.ContainerStatuses = []corev1.PodCondition{condition}, []corev1.ContainerStatus{status}
			c.UpdateStatus(t, pod)
		}
		waits := corev1.ContainerState{Waiting: &corev1.ContainerStateWaiting{Reason: "CrashLoopBackOff"}}
		runs := func() corev1.ContainerState {
			return corev1.ContainerState{Running: &corev1.ContainerStateRunning{StartedAt: metav1.Now()}}
		}

		update(false, waits)
		c.RequireWrites(t)
		d.Status.AvailableReplicas, d.Status.ReadyReplicas, d.Status.Conditions[0].Status = 0, 0, corev1.ConditionFalse
		c.UpdateStatus(t, d)
		c.RequireWrites(t, writeGood)
		c.RequireEvents(t, "Warning DeploymentFailed default/good")
		for range 3 {
			update(false, runs())
			update(false, waits)
		}
		c.RequireWrites(t)
		live := controllertest.Get(t, c, proxy())
		assert.Equal(t, v1alpha1.PhaseFailed, live.Status.Phase)
		assert.Equal(t, goodURL+"8080", live.Status.URL)

		update(true, runs())
		rollOut(t, c)
		controllertest.Pass(time.Second)
		assert.Equal(t, v1alpha1.PhaseReady, controllertest.Get(t, c, proxy()).Status.Phase)
		c.Requests.Writes()
		c.Recorder.Events()
		c.RequireQuiet(t, day)
	})
}

func messageOf(endpoint *v1alpha1.MCPRemoteEndpoint, conditionType string) string {
	for _, condition := range endpoint.Status.Conditions {
		if condition.Type == conditionType {
			return condition.Message
		}
	}
	return ""
}

// R2.12: what is ours is repaired, and what others add stays.
func TestDriftIsRepairedAndWhatOthersAddStays(t *testing.T) {
	service := func() *corev1.Service { return &corev1.Service{ObjectMeta: named("mcp-good-remote-proxy")} }
	config := func() *corev1.ConfigMap { return &corev1.ConfigMap{ObjectMeta: named("good-runconfig")} }
	tests := map[string]struct {
		object controllertest.Object
		drift  func(controllertest.Object)
		want   []string
	}{
		"a foreign label": {goodDeployment(), func(o controllertest.Object) { o.GetLabels()["mine"] = "1" }, nil},
		"a changed label": {goodDeployment(), func(o controllertest.Object) { o.GetLabels()["app"] = "x" }, []string{applyDeployment}},
		"scaled": {
			goodDeployment(), func(o controllertest.Object) { o.(*appsv1.Deployment).Spec.Replicas = new(int32(3)) },
			[]string{writeGood}, // it is rolled out
		},
		"a foreign annotation": {service(), func(o controllertest.Object) { o.SetAnnotations(map[string]string{"mine": "1"}) }, nil},
		"another image":        {goodDeployment(), func(o controllertest.Object) { o.(*appsv1.Deployment).Spec.Template.Spec.Containers[0].Image = "x" }, []string{applyDeployment, writeGood}},
		"another selector":     {service(), func(o controllertest.Object) { o.(*corev1.Service).Spec.Selector["app"] = "x" }, []string{applyService}},
		"changed data":         {config(), func(o controllertest.Object) { o.(*corev1.ConfigMap).Data["runconfig.json"] = "{}" }, []string{applyConfigMap}},
		"further data":         {config(), func(o controllertest.Object) { o.(*corev1.ConfigMap).Data["mine"] = "1" }, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				start(t, c)
				createReady(t, c, proxy())
				object := controllertest.Get(t, c, tt.object)
				tt.drift(object)
				c.Update(t, object)
				c.RequireWrites(t, tt.want...)
			})
		})
	}
	t.Run("removed", func(t *testing.T) {
		for _, object := range []controllertest.Object{service(), config(), goodDeployment(), &corev1.ServiceAccount{ObjectMeta: named("good-remote-proxy-runner")}} {
			controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
				start(t, c)
				createReady(t, c, proxy())
				before := controllertest.Get(t, c, object)
				c.Delete(t, object)
				controllertest.Pass(time.Second)
				after := controllertest.Get(t, c, object)
				assert.NotEqual(t, before.GetUID(), after.GetUID())
				assert.True(t, metav1.IsControlledBy(after, controllertest.Get(t, c, proxy())))
			})
		}
	})
}
