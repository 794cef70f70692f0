// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package node

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/test/harness"
)

// TestNode shares one cluster among the things that a user expects of it.
func TestNode(t *testing.T) {
	c := startCluster(t, "--image", archive(t, webImage), "--expose-loopback")
	c.testDeployment(t)

	t.Run("kubectl shows logs", c.testLogs)
	t.Run("a Service answers a pod, by each of its names and its address", c.testService)
	t.Run("a Service answers a program on the machine", c.testSOCKS)
	t.Run("a Service without pods refuses a program on the machine at once", c.testServiceWithoutPods)
	t.Run("a pod reaches the API server and can trust it", c.testAPIServer)
	t.Run("a name that nobody has is not found", c.testUnknownName)
	t.Run("a pod reaches a server on the machine, by a name of its own", c.testMachine)
	t.Run("the restricted Pod Security Standard is enforced and can be met", c.testRestricted)
	t.Run("a pod sees files of ConfigMaps", c.testConfigMap)
	t.Run("an image can be loaded later", c.testLoad)
	t.Run("containers outlive restarts of containerd, the kubelet and the API server", c.testRestart)
	t.Run("after the restarts pods still start", c.testPod)
}

// testDeployment leaves a Deployment "web" with two pods, and a Service of that name.
func (c *cluster) testDeployment(t *testing.T) {
	labels, two := map[string]string{"app": "web"}, int32(2)
	deployment := &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: "web"},
		Spec: appsv1.DeploymentSpec{
			Replicas: &two,
			Selector: &metav1.LabelSelector{MatchLabels: labels},
			Template: corev1.PodTemplateSpec{ObjectMeta: metav1.ObjectMeta{Labels: labels}, Spec: newPod("").Spec},
		},
	}
	_, err := c.client.AppsV1().Deployments("default").Create(t.Context(), deployment, metav1.CreateOptions{})
	require.NoError(t, err)
	service := &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{Name: "web"},
		Spec:       corev1.ServiceSpec{Selector: labels, Ports: []corev1.ServicePort{{Port: 80, TargetPort: intstr.FromInt32(8080)}}},
	}
	_, err = c.client.CoreV1().Services("default").Create(t.Context(), service, metav1.CreateOptions{})
	require.NoError(t, err)
	c.mustKubectl(t, "rollout", "status", "deployment/web", "--timeout", harness.Soon.String())
}

// webPods are the names of the Deployment's pods.
func (c *cluster) webPods(t *testing.T) []string {
	t.Helper()
	pods, err := c.client.CoreV1().Pods("default").List(t.Context(), metav1.ListOptions{LabelSelector: "app=web"})
	require.NoError(t, err)
	var names []string
	for _, pod := range pods.Items {
		assert.Equal(t, "node", pod.Spec.NodeName)
		names = append(names, pod.Name)
	}
	require.Len(t, names, 2)
	return names
}

func (c *cluster) testLogs(t *testing.T) {
	for _, pod := range c.webPods(t) {
		assert.Contains(t, c.mustKubectl(t, "logs", pod), "serving as "+pod)
	}
}

func (c *cluster) testService(t *testing.T) {
	service, err := c.client.CoreV1().Services("default").Get(t.Context(), "web", metav1.GetOptions{})
	require.NoError(t, err)
	pods := c.webPods(t)
	for _, host := range []string{service.Spec.ClusterIP, "web", "web.default", "web.default.svc", "web.default.svc.cluster.local"} {
		found, err := c.get(t.Context(), pods[0], "http://"+host+"/host")
		require.NoError(t, err)
		assert.Contains(t, pods, found, host)
	}
}

func (c *cluster) testSOCKS(t *testing.T) {
	answered := map[string]bool{}
	require.Eventually(t, func() bool {
		answer, err := c.outside.Get("http://web.default.svc.cluster.local/host")
		require.NoError(t, err)
		defer answer.Body.Close()
		pod, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		answered[string(pod)] = true
		return len(answered) == 2
	}, harness.Soon, harness.Tick, "both pods answer; %v did", answered)
}

func (c *cluster) testServiceWithoutPods(t *testing.T) {
	service := &corev1.Service{
		ObjectMeta: metav1.ObjectMeta{Name: "empty"},
		Spec:       corev1.ServiceSpec{Selector: map[string]string{"app": "none"}, Ports: []corev1.ServicePort{{Port: 80}}},
	}
	_, err := c.client.CoreV1().Services("default").Create(t.Context(), service, metav1.CreateOptions{})
	require.NoError(t, err)
	require.EventuallyWithT(t, func(t2 *assert.CollectT) { // DNS learns of it after a moment.
		answer, err := c.outside.Get("http://empty.default.svc.cluster.local/")
		if err == nil {
			answer.Body.Close()
		}
		assert.ErrorContains(t2, err, "connection refused")
	}, harness.Soon, harness.Tick)
}

func (c *cluster) testAPIServer(t *testing.T) {
	pod := newPod("trusting")
	pod.Spec.Containers[0].Env = []corev1.EnvVar{{Name: "SSL_CERT_FILE", Value: "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt"}}
	c.runPod(t, pod)
	for _, host := range []string{"10.96.0.1", "kubernetes.default.svc"} {
		version, err := c.get(t.Context(), "trusting", "https://"+host+"/version")
		require.NoError(t, err)
		assert.Contains(t, version, "v1.37.1")
	}
}

func (c *cluster) testUnknownName(t *testing.T) {
	for _, host := range []string{"nobody", "nobody.default.svc.cluster.local", "example.com"} {
		_, err := c.get(t.Context(), c.webPods(t)[0], "http://"+host+"/")
		require.ErrorContains(t, err, "no such host", host)
	}
}

func (c *cluster) testMachine(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, request *http.Request) { fmt.Fprint(w, request.Host) }))
	defer server.Close()
	address, err := url.Parse(server.URL)
	require.NoError(t, err)
	pod, host := c.webPods(t)[0], "host.localcluster:"+address.Port()
	found, err := c.get(t.Context(), pod, "http://"+host)
	require.NoError(t, err)
	assert.Equal(t, host, found)

	hosts, err := os.OpenFile(filepath.Join(c.dir, "node", "hosts"), os.O_APPEND|os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = fmt.Fprintln(hosts, "10.244.0.2 mcp.example.com")
	require.NoError(t, err)
	require.NoError(t, hosts.Close())
	require.EventuallyWithT(t, func(t2 *assert.CollectT) {
		found, err := c.get(t.Context(), pod, "http://mcp.example.com:"+address.Port())
		require.NoError(t2, err)
		assert.Equal(t2, "mcp.example.com:"+address.Port(), found)
	}, harness.Soon, harness.Tick)

	server.Close()
	_, err = c.get(t.Context(), pod, "http://"+host)
	require.ErrorContains(t, err, "10.244.0.2:"+address.Port(), "nobody listens there")
}

func (c *cluster) testRestricted(t *testing.T) {
	namespace, err := c.client.CoreV1().Namespaces().Get(t.Context(), "default", metav1.GetOptions{})
	require.NoError(t, err)
	metav1.SetMetaDataLabel(&namespace.ObjectMeta, "pod-security.kubernetes.io/enforce", "restricted")
	_, err = c.client.CoreV1().Namespaces().Update(t.Context(), namespace, metav1.UpdateOptions{})
	require.NoError(t, err)
	defer c.mustKubectl(t, "label", "namespace", "default", "pod-security.kubernetes.io/enforce-")

	_, err = c.client.CoreV1().Pods("default").Create(t.Context(), newPod("unrestricted"), metav1.CreateOptions{})
	require.True(t, apierrors.IsForbidden(err), "%v", err)

	yes, no := true, false
	pod := newPod("restricted")
	pod.Spec.SecurityContext = &corev1.PodSecurityContext{
		RunAsNonRoot:   &yes,
		SeccompProfile: &corev1.SeccompProfile{Type: corev1.SeccompProfileTypeRuntimeDefault},
	}
	pod.Spec.Containers[0].SecurityContext = &corev1.SecurityContext{
		AllowPrivilegeEscalation: &no,
		ReadOnlyRootFilesystem:   &yes,
		Capabilities:             &corev1.Capabilities{Drop: []corev1.Capability{"ALL"}},
	}
	c.runPod(t, pod)
}

func (c *cluster) testConfigMap(t *testing.T) {
	configMap := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: "content"}, Data: map[string]string{"greeting": "hello"}}
	_, err := c.client.CoreV1().ConfigMaps("default").Create(t.Context(), configMap, metav1.CreateOptions{})
	require.NoError(t, err)
	pod := newPod("configured")
	source := &corev1.ConfigMapVolumeSource{LocalObjectReference: corev1.LocalObjectReference{Name: "content"}}
	pod.Spec.Volumes = []corev1.Volume{{Name: "data", VolumeSource: corev1.VolumeSource{ConfigMap: source}}}
	pod.Spec.Containers[0].VolumeMounts = []corev1.VolumeMount{{Name: "data", MountPath: "/data"}}
	address := c.runPod(t, pod).Status.PodIP
	require.EventuallyWithT(t, func(t2 *assert.CollectT) {
		found, err := c.get(t.Context(), "configured", "http://"+address+":8080/greeting")
		require.NoError(t2, err)
		assert.Equal(t2, "hello", found)
	}, harness.Soon, harness.Tick)
}

func (c *cluster) testLoad(t *testing.T) {
	out, err := exec.Command(c.Command.Path, "load", "--dir", c.dir, archive(t, "localhost/web:v2")).CombinedOutput()
	require.NoError(t, err, "%s", out)
	pod := newPod("later")
	pod.Spec.Containers[0].Image = "localhost/web:v2"
	c.runPod(t, pod)
}

func (c *cluster) testRestart(t *testing.T) {
	pods := c.webPods(t)
	c.Signal(t, syscall.SIGUSR2)
	assert.Equal(t, "containerd", c.Await(t, "restarted "))
	assert.Equal(t, "kubelet", c.Await(t, "restarted "))
	c.Signal(t, syscall.SIGUSR1)
	assert.Equal(t, "kube-apiserver", c.Await(t, "restarted "))

	c.testService(t)
	assert.Equal(t, pods, c.webPods(t))
	for _, name := range pods {
		pod, err := c.client.CoreV1().Pods("default").Get(t.Context(), name, metav1.GetOptions{})
		require.NoError(t, err)
		assert.Zero(t, pod.Status.ContainerStatuses[0].RestartCount)
	}
}

func (c *cluster) testPod(t *testing.T) { c.runPod(t, newPod("after-restart")) }

func TestTwoNodesSideBySide(t *testing.T) {
	image := archive(t, webImage)
	runs := []*run{start(t, "--image", image), start(t, "--image", image)}
	for _, r := range runs {
		r.ready(t).testDeployment(t)
	}
}
