// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package devenv

import (
	"context"
	"fmt"
	"time"

	authenticationv1 "k8s.io/api/authentication/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// tokenLifetime is longer than anyone leaves "make run" running.
const tokenLifetime = 7 * 24 * time.Hour

// The operator's service account in the shipped manifests.
const (
	OperatorNamespace      = "mcp-remote-endpoint-operator"
	OperatorServiceAccount = "mcp-remote-endpoint-operator"
)

// ServiceAccountKubeconfig writes a kubeconfig that acts as a service account, with its namespace as the default one. Only this
// user can read the file.
func (c *Cluster) ServiceAccountKubeconfig(ctx context.Context, namespace, name, file string) error {
	token, err := c.requestToken(ctx, namespace, name)
	if err != nil {
		return fmt.Errorf("get a token of the service account %s/%s: %w", namespace, name, err)
	}
	config, err := c.loader.RawConfig()
	if err != nil {
		return fmt.Errorf("read the kubeconfig %s: %w", c.Kubeconfig, err)
	}
	config = *config.DeepCopy()
	if err := clientcmdapi.MinifyConfig(&config); err != nil {
		return fmt.Errorf("read the kubeconfig %s: %w", c.Kubeconfig, err)
	}
	if err := clientcmdapi.FlattenConfig(&config); err != nil {
		return fmt.Errorf("read the kubeconfig %s: %w", c.Kubeconfig, err)
	}
	here := config.Contexts[config.CurrentContext]
	here.AuthInfo, here.Namespace = name, namespace
	config.AuthInfos = map[string]*clientcmdapi.AuthInfo{name: {Token: token}}
	if err := clientcmd.WriteToFile(config, file); err != nil {
		return fmt.Errorf("write a kubeconfig: %w", err)
	}
	return nil
}

func (c *Cluster) requestToken(ctx context.Context, namespace, name string) (string, error) {
	client, err := kubernetes.NewForConfig(c.config)
	if err != nil {
		return "", err
	}
	request := &authenticationv1.TokenRequest{Spec: authenticationv1.TokenRequestSpec{
		ExpirationSeconds: new(int64(tokenLifetime.Seconds())),
	}}
	answer, err := client.CoreV1().ServiceAccounts(namespace).CreateToken(ctx, name, request, metav1.CreateOptions{})
	if err != nil {
		return "", err
	}
	return answer.Status.Token, nil
}
