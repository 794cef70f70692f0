// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package contract

import (
	"context"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/controllertest"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/render"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/served"
)

const (
	day = 24 * time.Hour

	// image is that of the recordings.
	image = "proxyrunner:v0.44.0"
)

// situation is the operator at work on one case, in virtual time.
type situation struct {
	*testing.T
	*controllertest.Cluster
	// name is that of the proxy. It is an endpoint, or an MCPRemoteProxy as it was recorded.
	name     string
	endpoint *v1alpha1.MCPRemoteEndpoint
	older    *v1beta1.MCPRemoteProxy
	// made are the resources and names of the objects that were written last, and children those of all that there are.
	made     []string
	children map[string]bool
	settings render.Settings
}

// settingsOf are those of the operator in a case.
func settingsOf(name string) render.Settings {
	settings := render.Settings{ProxyImage: image}
	if name == "x01-operator-env-defaults" {
		settings.ImagePullSecrets = []string{"regcred", "other"}
	}
	return settings
}

// play runs the operator, creates the objects of a case, with an endpoint as the proxy, and waits until nothing moves. change may be nil.
func play(t *testing.T, name string, change func([]controllertest.Object), then func(s *situation)) {
	t.Helper()
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		objects, endpoint := readInput(t, name)
		if change != nil {
			change(objects)
		}
		s := &situation{T: t, Cluster: c, children: map[string]bool{}, name: endpoint.Name, endpoint: endpoint, settings: settingsOf(name)}
		s.begin(objects)
		then(s)
	})
}

// playOlder does the same with the recorded MCPRemoteProxy. folder is the part of the recording that says how it begins.
func playOlder(t *testing.T, name, folder string, then func(s *situation)) {
	t.Helper()
	controllertest.Test(t, func(t *testing.T, c *controllertest.Cluster) {
		objects, older := readOlder(t, name)
		s := &situation{T: t, Cluster: c, children: map[string]bool{}, name: older.Name, older: older, settings: settingsOf(name)}
		setHashes(objects, readOutcome(t, filepath.Join(name, folder)).Configs)
		s.begin(objects)
		then(s)
	})
}

func (s *situation) begin(objects []controllertest.Object) {
	s.Helper()
	s.start()
	s.Create(s, objects...)
	s.settle()
}

func (s *situation) start() {
	s.Helper()
	scope := remote.Scope{
		Namespace: metav1.NamespaceAll,
		Toolhive:  s.ToolhiveInformers(metav1.NamespaceAll),
		Metadata:  s.MetadataInformers(metav1.NamespaceAll),
		Published: s.PublishedInformers(metav1.NamespaceAll, remote.ChildrenSelector),
		Children:  s.KubeInformers(metav1.NamespaceAll, remote.ChildrenSelector),
		Pods:      s.KubeInformers(metav1.NamespaceAll, remote.PodsSelector),
	}
	s.Start(s.T, func(informers *served.Informers) (func(context.Context), error) {
		controller, err := remote.New(remote.Config{
			Toolhive: s.Toolhive, Kube: s.Kube, Metadata: s.Metadata, Recorder: s.Recorder, Informers: informers,
			Scopes: []remote.Scope{scope}, Settings: s.settings, Legacy: true,
		})
		return func(ctx context.Context) { controller.Run(ctx, 4) }, err
	})
}

// statuses are what is written of the objects that are served.
var statuses = []string{"mcpremoteendpoints/status", "mcpremoteproxies/status", "mcpserverentries/status"}

// settle waits until nothing moves, requires that the status was written at most once, and notes what else was.
func (s *situation) settle() {
	s.Helper()
	controllertest.Pass(time.Second)
	status := 0
	s.made = nil
	for _, write := range s.Requests.Writes() {
		words := strings.Fields(write) // the verb, the resource, and the namespace and name
		child := words[1] + "/" + strings.TrimPrefix(words[2], controllertest.Namespace+"/")
		switch {
		case slices.Contains(statuses, words[1]):
			status++
		case words[0] == "delete-metadata":
			delete(s.children, child)
		default:
			s.made = append(s.made, child)
			s.children[child] = true
		}
	}
	require.LessOrEqual(s, status, 1, "writes of the status")
}

// requireQuiet requires that nothing is read or written for a day.
func (s *situation) requireQuiet() {
	s.Helper()
	s.Requests.Reads()
	s.Recorder.Events()
	s.RequireQuiet(s, day)
}

// live returns the endpoint as it is now.
func (s *situation) live() *v1alpha1.MCPRemoteEndpoint {
	s.Helper()
	return controllertest.Get(s, s.Cluster, s.endpoint)
}

func (s *situation) condition(conditionType string) metav1.Condition {
	s.Helper()
	conditions := s.live().Status.Conditions
	i := slices.IndexFunc(conditions, func(c metav1.Condition) bool { return c.Type == conditionType })
	require.GreaterOrEqual(s, i, 0, "there is no condition %s", conditionType)
	return conditions[i]
}

// requireReady requires that the endpoint is, and that nothing is wrong with it.
func (s *situation) requireReady() {
	s.Helper()
	live := s.live()
	for _, condition := range live.Status.Conditions {
		require.Equal(s, metav1.ConditionTrue, condition.Status, "%s: %s", condition.Type, condition.Message)
	}
	require.Equal(s, v1alpha1.PhaseReady, live.Status.Phase)
}

// requireFailed requires one reason, and that the message names what is to be mended.
func (s *situation) requireFailed(conditionType, reason, names string) {
	s.Helper()
	for _, condition := range []metav1.Condition{s.condition(conditionType), s.condition(v1alpha1.ConditionReady)} {
		require.Equal(s, metav1.ConditionFalse, condition.Status, condition.Type)
		require.Equal(s, reason, condition.Reason, condition.Message)
		require.Contains(s, condition.Message, names)
	}
	require.Equal(s, v1alpha1.PhaseFailed, s.live().Status.Phase)
}

// named is the metadata of an object.
func named(name string) metav1.ObjectMeta {
	return metav1.ObjectMeta{Namespace: controllertest.Namespace, Name: name}
}

func (s *situation) deployment() *appsv1.Deployment {
	s.Helper()
	return controllertest.Get(s, s.Cluster, &appsv1.Deployment{ObjectMeta: named(s.name)})
}

func (s *situation) service() *corev1.Service {
	s.Helper()
	return controllertest.Get(s, s.Cluster, &corev1.Service{ObjectMeta: named("mcp-" + s.name + "-remote-proxy")})
}

func (s *situation) configMap() *corev1.ConfigMap {
	s.Helper()
	return controllertest.Get(s, s.Cluster, &corev1.ConfigMap{ObjectMeta: named(s.name + "-runconfig")})
}

// rollOut stands for the Deployment controller: all pods of the newest template serve.
func (s *situation) rollOut() {
	s.Helper()
	deployment := s.deployment()
	replicas := int32(1)
	if deployment.Spec.Replicas != nil {
		replicas = *deployment.Spec.Replicas
	}
	deployment.Status = appsv1.DeploymentStatus{
		ObservedGeneration: deployment.Generation,
		Replicas:           replicas, UpdatedReplicas: replicas, ReadyReplicas: replicas, AvailableReplicas: replicas,
		Conditions: []appsv1.DeploymentCondition{
			{Type: appsv1.DeploymentAvailable, Status: corev1.ConditionTrue},
			{Type: appsv1.DeploymentProgressing, Status: corev1.ConditionTrue, Reason: "NewReplicaSetAvailable"},
		},
	}
	s.UpdateStatus(s, deployment)
	s.settle()
}
