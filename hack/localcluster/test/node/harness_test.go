// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package node

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/test/harness"
)

// webImage is the name of the image with package web.
const webImage = "localhost/web:v1"

// program builds the program once and returns its path.
var program = sync.OnceValues(func() (string, error) { return harness.Build("../../build.sh", "--node") })

// archive builds a tar archive with an image of package web, of the given name, and returns its path.
func archive(t *testing.T, image string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "web.tar")
	build := exec.Command("go", "-C", "../../../images", "run", ".", "--module", "../localcluster", "--package", "./test/node/web",
		"--name", image, "--arch", "amd64,arm64", "--output", path)
	out, err := build.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return path
}

// run is one run of "localcluster start --node".
type run struct{ *harness.Run }

func start(t *testing.T, args ...string) *run {
	t.Helper()
	path, err := program()
	require.NoError(t, err, "build localcluster with a node")
	return &run{harness.Start(t, path, append([]string{"--node"}, args...)...)}
}

// cluster is a run that is ready.
type cluster struct {
	*run
	dir        string
	kubeconfig string
	config     *rest.Config
	client     kubernetes.Interface
	// outside is a client on the machine that reaches the node through SOCKS.
	outside *http.Client
}

func (r *run) ready(t *testing.T) *cluster {
	t.Helper()
	kubeconfig, socks, found := strings.Cut(r.Await(t, "ready kubeconfig="), " socks=")
	require.True(t, found)
	c := &cluster{run: r, kubeconfig: kubeconfig, dir: filepath.Dir(kubeconfig)}
	var err error
	c.config, err = clientcmd.BuildConfigFromFlags("", kubeconfig)
	require.NoError(t, err)
	c.client, err = kubernetes.NewForConfig(c.config)
	require.NoError(t, err)
	transport := &http.Transport{Proxy: http.ProxyURL(&url.URL{Scheme: "socks5h", Host: socks}), DisableKeepAlives: true}
	c.outside = &http.Client{Transport: transport, Timeout: harness.Soon}
	return c
}

func startCluster(t *testing.T, args ...string) *cluster {
	t.Helper()
	return start(t, args...).ready(t)
}

// kubectl runs kubectl and returns its output.
func (c *cluster) kubectl(ctx context.Context, args ...string) (string, error) {
	command := exec.CommandContext(ctx, c.Command.Path, append([]string{"kubectl", "--kubeconfig", c.kubeconfig}, args...)...)
	var stderr bytes.Buffer
	command.Stderr = &stderr
	out, err := command.Output()
	if err != nil {
		err = fmt.Errorf("kubectl %s: %w: %s", strings.Join(args, " "), err, &stderr)
	}
	return string(out), err
}

func (c *cluster) mustKubectl(t *testing.T, args ...string) string {
	t.Helper()
	out, err := c.kubectl(t.Context(), args...)
	require.NoError(t, err)
	return out
}

// runPod creates the pod and waits until it runs.
func (c *cluster) runPod(t *testing.T, pod *corev1.Pod) *corev1.Pod {
	t.Helper()
	pods := c.client.CoreV1().Pods("default")
	_, err := pods.Create(t.Context(), pod, metav1.CreateOptions{})
	require.NoError(t, err)
	var found *corev1.Pod
	require.EventuallyWithT(t, func(t2 *assert.CollectT) {
		found, err = pods.Get(t.Context(), pod.Name, metav1.GetOptions{})
		require.NoError(t2, err)
		require.Equal(t2, corev1.PodRunning, found.Status.Phase, "%v", found.Status)
	}, harness.Soon, harness.Tick)
	return found
}

// newPod returns a pod of package web.
func newPod(name string) *corev1.Pod {
	return &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{"app": name}},
		Spec:       corev1.PodSpec{Containers: []corev1.Container{{Name: "web", Image: webImage}}},
	}
}

// get is what a pod finds at the URL.
func (c *cluster) get(ctx context.Context, pod, url string) (string, error) {
	return c.kubectl(ctx, "exec", pod, "--", "/web", "get", url)
}

// port is the API server's, on the machine.
func (c *cluster) port(t *testing.T) string {
	t.Helper()
	address, err := url.Parse(c.config.Host)
	require.NoError(t, err)
	return address.Port()
}
