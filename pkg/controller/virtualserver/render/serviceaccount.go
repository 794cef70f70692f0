// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package render

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

// serviceAccount mounts no token by itself: the pods ask for one where they need it.
func (g *gateway) serviceAccount() *corev1.ServiceAccount {
	if !g.makesAccount() {
		return nil
	}
	return &corev1.ServiceAccount{
		ObjectMeta:                   g.metadata(kind.ServiceAccount),
		AutomountServiceAccountToken: new(false),
		ImagePullSecrets:             g.imagePullSecrets(),
	}
}

// makesAccount says whether the gateway's service account is the operator's. One that is given may be of the same name.
func (g *gateway) makesAccount() bool {
	return g.serviceAccountName() == Name(kind.ServiceAccount, g.Server.Name)
}

func (g *gateway) serviceAccountName() string {
	if g.spec.ServiceAccount != nil {
		return *g.spec.ServiceAccount
	}
	return Name(kind.ServiceAccount, g.Server.Name)
}

// imagePullSecrets are the gateway's, and then those of the operator.
func (g *gateway) imagePullSecrets() []corev1.LocalObjectReference {
	return pod.PullSecrets(g.spec.ImagePullSecrets, g.settings.ImagePullSecrets)
}
