// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

// serviceAccount has no rights: the runner asks nothing of the API server.
func (p *proxy) serviceAccount() *corev1.ServiceAccount {
	if p.serviceAccountName() != Name(kind.ServiceAccount, p.endpoint.Name) {
		return nil
	}
	return &corev1.ServiceAccount{
		ObjectMeta:                   p.metadata(kind.ServiceAccount, nil),
		AutomountServiceAccountToken: new(false),
	}
}

// serviceAccountName may be given and still be that of the one which is made.
func (p *proxy) serviceAccountName() string {
	if p.spec.ServiceAccount != nil {
		return *p.spec.ServiceAccount
	}
	return Name(kind.ServiceAccount, p.endpoint.Name)
}

// imagePullSecrets are the endpoint's, and then those of the operator.
func (p *proxy) imagePullSecrets() []corev1.LocalObjectReference {
	return pod.PullSecrets(p.deploymentOverrides().ImagePullSecrets, p.settings.ImagePullSecrets)
}
