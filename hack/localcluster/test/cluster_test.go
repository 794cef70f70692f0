// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package test

import (
	"encoding/json"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	appsv1 "k8s.io/api/apps/v1"
	authenticationv1 "k8s.io/api/authentication/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	auditv1 "k8s.io/apiserver/pkg/apis/audit/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/test/harness"
)

// TestControlPlane shares one cluster among the things that a user expects of it.
func TestControlPlane(t *testing.T) {
	auditLog := filepath.Join(t.TempDir(), "audit.json")
	users := filepath.Join(t.TempDir(), "users.csv")
	require.NoError(t, os.WriteFile(users, []byte("jane-token,jane,jane,\"system:masters,dev\"\n"), 0o600))
	c := startCluster(t, "--audit-log", auditLog, "--token-auth-file", users)

	t.Run("the version is Kubernetes' own", c.testVersion)
	t.Run("a Deployment gets a ReplicaSet and a pending Pod, which go with it", c.testDeployment)
	t.Run("a namespace finalizes", c.testNamespace)
	t.Run("a service account has a token and no rights", c.testServiceAccount)
	t.Run("a user of the token file is known", c.testTokenUser)
	t.Run("the audit log counts each request once", func(t *testing.T) { c.testAudit(t, auditLog) })
	t.Run("the API server restarts with its data", c.testRestart)
	t.Run("after the restart controllers still work", c.testDeployment)
}

func (c *cluster) testVersion(t *testing.T) {
	version, err := c.client.Discovery().ServerVersion()
	require.NoError(t, err)
	assert.Equal(t, "v1.37.1", version.GitVersion)
	assert.Equal(t, "1.37", version.Major+"."+version.Minor)
}

func (c *cluster) testDeployment(t *testing.T) {
	labels := map[string]string{"app": "web"}
	deployment := &appsv1.Deployment{
		ObjectMeta: metav1.ObjectMeta{Name: "web"},
		Spec: appsv1.DeploymentSpec{
			Selector: &metav1.LabelSelector{MatchLabels: labels},
			Template: corev1.PodTemplateSpec{
				ObjectMeta: metav1.ObjectMeta{Labels: labels},
				Spec:       corev1.PodSpec{Containers: []corev1.Container{{Name: "web", Image: "web"}}},
			},
		},
	}
	deployments, pods := c.client.AppsV1().Deployments("default"), c.client.CoreV1().Pods("default")
	_, err := deployments.Create(t.Context(), deployment, metav1.CreateOptions{})
	require.NoError(t, err)
	require.EventuallyWithT(t, func(t2 *assert.CollectT) {
		list, err := pods.List(t.Context(), metav1.ListOptions{LabelSelector: "app=web"})
		require.NoError(t2, err)
		require.Len(t2, list.Items, 1)
		assert.Equal(t2, corev1.PodPending, list.Items[0].Status.Phase)
		assert.Equal(t2, "ReplicaSet", list.Items[0].OwnerReferences[0].Kind)
	}, harness.Soon, harness.Tick)

	foreground := metav1.DeletePropagationForeground
	require.NoError(t, deployments.Delete(t.Context(), "web", metav1.DeleteOptions{PropagationPolicy: &foreground}))
	require.EventuallyWithT(t, func(t2 *assert.CollectT) {
		_, err := deployments.Get(t.Context(), "web", metav1.GetOptions{})
		assert.True(t2, apierrors.IsNotFound(err), "%v", err)
		list, err := pods.List(t.Context(), metav1.ListOptions{LabelSelector: "app=web"})
		require.NoError(t2, err)
		assert.Empty(t2, list.Items)
	}, harness.Soon, harness.Tick)
}

func (c *cluster) testNamespace(t *testing.T) {
	namespaces := c.client.CoreV1().Namespaces()
	namespace := &corev1.Namespace{ObjectMeta: metav1.ObjectMeta{Name: "short-lived"}}
	_, err := namespaces.Create(t.Context(), namespace, metav1.CreateOptions{})
	require.NoError(t, err)
	c.createConfigMap(t, "short-lived", "content")
	require.NoError(t, namespaces.Delete(t.Context(), "short-lived", metav1.DeleteOptions{}))
	require.EventuallyWithT(t, func(t2 *assert.CollectT) {
		_, err := namespaces.Get(t.Context(), "short-lived", metav1.GetOptions{})
		assert.True(t2, apierrors.IsNotFound(err), "%v", err)
	}, harness.Soon, harness.Tick)
}

func (c *cluster) createConfigMap(t *testing.T, namespace, name string) {
	t.Helper()
	configMap := &corev1.ConfigMap{ObjectMeta: metav1.ObjectMeta{Name: name}}
	_, err := c.client.CoreV1().ConfigMaps(namespace).Create(t.Context(), configMap, metav1.CreateOptions{})
	require.NoError(t, err)
}

// with returns a client that has the token instead of the administrator's rights.
func (c *cluster) with(t *testing.T, token string) kubernetes.Interface {
	t.Helper()
	config := rest.AnonymousClientConfig(c.config)
	config.BearerToken = token
	client, err := kubernetes.NewForConfig(config)
	require.NoError(t, err)
	return client
}

func (c *cluster) requestToken(t *testing.T) string {
	t.Helper()
	answer, err := c.client.CoreV1().ServiceAccounts("default").
		CreateToken(t.Context(), "default", &authenticationv1.TokenRequest{}, metav1.CreateOptions{})
	require.NoError(t, err)
	return answer.Status.Token
}

func whoAmI(t *testing.T, client kubernetes.Interface) authenticationv1.UserInfo {
	t.Helper()
	answer, err := client.AuthenticationV1().SelfSubjectReviews().
		Create(t.Context(), &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
	require.NoError(t, err)
	return answer.Status.UserInfo
}

func (c *cluster) testServiceAccount(t *testing.T) {
	account := c.with(t, c.requestToken(t))
	assert.Equal(t, "system:serviceaccount:default:default", whoAmI(t, account).Username)
	_, err := account.CoreV1().Secrets("default").List(t.Context(), metav1.ListOptions{})
	assert.True(t, apierrors.IsForbidden(err), "%v", err)
}

func (c *cluster) testTokenUser(t *testing.T) {
	jane := whoAmI(t, c.with(t, "jane-token"))
	assert.Equal(t, "jane", jane.Username)
	assert.Subset(t, jane.Groups, []string{"system:masters", "dev"})
}

func (c *cluster) testAudit(t *testing.T, path string) {
	jane := c.with(t, "jane-token")
	for range 3 {
		_, err := jane.CoreV1().Pods("default").List(t.Context(), metav1.ListOptions{})
		require.NoError(t, err)
	}
	require.EventuallyWithT(t, func(t2 *assert.CollectT) {
		var lists int
		for _, event := range readAudit(t, path) {
			assert.Equal(t2, auditv1.StageResponseComplete, event.Stage)
			assert.Equal(t2, auditv1.LevelMetadata, event.Level)
			if event.User.Username == "jane" && event.Verb == "list" && event.ObjectRef.Resource == "pods" {
				lists++
			}
		}
		assert.Equal(t2, 3, lists)
	}, harness.Soon, harness.Tick)
}

// readAudit returns the events whose lines are complete.
func readAudit(t *testing.T, path string) []auditv1.Event {
	t.Helper()
	data, err := os.ReadFile(path)
	require.NoError(t, err)
	var events []auditv1.Event
	for line := range strings.Lines(string(data)) {
		if strings.HasSuffix(line, "\n") {
			var event auditv1.Event
			require.NoError(t, json.Unmarshal([]byte(line), &event))
			events = append(events, event)
		}
	}
	return events
}

func (c *cluster) testRestart(t *testing.T) {
	c.createConfigMap(t, "default", "kept")
	account := c.with(t, c.requestToken(t))
	before := c.family(t)

	c.Signal(t, syscall.SIGUSR1)
	assert.Equal(t, "kube-apiserver", c.Await(t, "restarted "))

	_, err := c.client.CoreV1().ConfigMaps("default").Get(t.Context(), "kept", metav1.GetOptions{})
	require.NoError(t, err, "the same address, credentials and data")
	whoAmI(t, account)
	after := c.family(t)
	for pid, name := range before {
		_, still := after[pid]
		assert.Equal(t, name != "kube-apiserver", still, name)
	}
}

func TestTwoSideBySide(t *testing.T) {
	kubeconfig := filepath.Join(t.TempDir(), "new", "kubeconfig")
	runs := []*run{start(t), start(t, "--kubeconfig", kubeconfig)}
	first, second := runs[0].ready(t), runs[1].ready(t)
	assert.Equal(t, kubeconfig, second.kubeconfig)
	assert.NotEqual(t, first.config.Host, second.config.Host)

	first.createConfigMap(t, "default", "only-here")
	_, err := second.client.CoreV1().ConfigMaps("default").Get(t.Context(), "only-here", metav1.GetOptions{})
	assert.True(t, apierrors.IsNotFound(err), "%v", err)

	require.NoError(t, second.Stdin.Close())
	require.NoError(t, second.Wait())
	assert.NoFileExists(t, kubeconfig)
	whoAmI(t, first.client)
}

func TestDirectoryKeepsData(t *testing.T) {
	dir := filepath.Join(t.TempDir(), strings.Repeat("long-", 40)) // longer than the path of a Unix socket may be
	first := startCluster(t, "--dir", dir)
	first.createConfigMap(t, "default", "kept")
	token := first.requestToken(t)
	address, err := url.Parse(first.config.Host)
	require.NoError(t, err)

	refused := start(t, "--dir", dir)
	require.Error(t, refused.Wait())
	assert.Contains(t, refused.Stderr.String(), "another localcluster")
	whoAmI(t, first.client)

	require.NoError(t, first.Stdin.Close())
	require.NoError(t, first.Wait())
	assert.NoFileExists(t, first.kubeconfig)

	second := startCluster(t, "--dir", dir, "--port", address.Port())
	assert.Equal(t, first.config.Host, second.config.Host)
	_, err = second.client.CoreV1().ConfigMaps("default").Get(t.Context(), "kept", metav1.GetOptions{})
	require.NoError(t, err)
	whoAmI(t, second.with(t, token))
}
