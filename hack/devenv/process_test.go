// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package devenv

import (
	"net/http"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// One test, since what it tests builds on each other and a control plane takes seconds to start.
func TestTheOperatorRunsUnderItsServiceAccount(t *testing.T) {
	ctx := t.Context()
	temporary := t.TempDir()
	t.Setenv("TMPDIR", temporary)
	output := testWriter{t}

	cluster, err := Start(ctx, Options{Output: output})
	require.NoError(t, err)
	t.Cleanup(func() { assert.NoError(t, cluster.Stop()) })
	require.NoError(t, cluster.RestartAPIServer(ctx))
	installed, err := cluster.Install(ctx)
	require.NoError(t, err)
	assert.NotEmpty(t, installed[0].GetUID(), "objects are returned as the API server has them")

	kubeconfig := filepath.Join(t.TempDir(), "kubeconfig")
	require.NoError(t, cluster.ServiceAccountKubeconfig(ctx, OperatorNamespace, OperatorServiceAccount, kubeconfig))
	info, err := os.Stat(kubeconfig)
	require.NoError(t, err)
	assert.Equal(t, os.FileMode(0o600), info.Mode().Perm())
	assert.Equal(t, "system:serviceaccount:"+OperatorNamespace+":"+OperatorServiceAccount, whoAmI(t, kubeconfig))

	binary, err := BuildOperator(ctx, output, false)
	require.NoError(t, err)
	operator, err := StartOperator(ctx, OperatorOptions{Binary: binary, Kubeconfig: kubeconfig, Log: output})
	require.NoError(t, err)
	response, err := http.Get(operator.MetricsURL)
	require.NoError(t, err)
	require.NoError(t, response.Body.Close())
	assert.Equal(t, http.StatusOK, response.StatusCode)

	require.NoError(t, operator.Stop())
	require.NoError(t, cluster.Stop())
	left, err := os.ReadDir(temporary)
	require.NoError(t, err)
	assert.Empty(t, left, "temporary files are removed")
}

func TestAnOperatorThatCannotStartSaysWhy(t *testing.T) {
	binary, err := BuildOperator(t.Context(), testWriter{t}, false)
	require.NoError(t, err)
	_, err = StartOperator(t.Context(), OperatorOptions{Binary: binary, Kubeconfig: filepath.Join(t.TempDir(), "gone")})
	assert.ErrorContains(t, err, "gone: no such file")
}

func TestAMissingKubeconfigIsNamed(t *testing.T) {
	_, err := Existing(filepath.Join(t.TempDir(), "gone"))
	assert.ErrorContains(t, err, "gone: no such file")
}

func whoAmI(t *testing.T, kubeconfig string) string {
	t.Helper()
	cluster, err := Existing(kubeconfig)
	require.NoError(t, err)
	client, err := kubernetes.NewForConfig(cluster.Config())
	require.NoError(t, err)
	review, err := client.AuthenticationV1().SelfSubjectReviews().Create(
		t.Context(), &authenticationv1.SelfSubjectReview{}, metav1.CreateOptions{})
	require.NoError(t, err)
	return review.Status.UserInfo.Username
}

// testWriter shows output as the test's own.
type testWriter struct{ t *testing.T }

func (w testWriter) Write(p []byte) (int, error) { return w.t.Output().Write(p) }
