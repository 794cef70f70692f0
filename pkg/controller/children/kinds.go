// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package children

import (
	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	rbacv1 "k8s.io/api/rbac/v1"
	applyappsv1 "k8s.io/client-go/applyconfigurations/apps/v1"
	applycorev1 "k8s.io/client-go/applyconfigurations/core/v1"
	applyrbacv1 "k8s.io/client-go/applyconfigurations/rbac/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	applyv1beta1 "github.com/mcp-remote-endpoint/operator/pkg/generated/applyconfiguration/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/clientset/versioned"
	"github.com/mcp-remote-endpoint/operator/pkg/generated/informers/externalversions"
)

// serviceAccounts returns the Store of ServiceAccounts.
func serviceAccounts(client kubernetes.Interface, informers informers.SharedInformerFactory, fieldManager string) *Store {
	return newStore(resource[*corev1.ServiceAccount, applycorev1.ServiceAccountApplyConfiguration]{
		kind:     kind.ServiceAccount,
		informer: informers.Core().V1().ServiceAccounts().TypedInformer(),
		empty:    applycorev1.ServiceAccount,
		extract:  applycorev1.ExtractServiceAccount,
		client: func(namespace string) applier[*corev1.ServiceAccount, applycorev1.ServiceAccountApplyConfiguration] {
			return client.CoreV1().ServiceAccounts(namespace)
		},
	}, fieldManager)
}

// roles returns the Store of Roles.
func roles(client kubernetes.Interface, informers informers.SharedInformerFactory, fieldManager string) *Store {
	return newStore(resource[*rbacv1.Role, applyrbacv1.RoleApplyConfiguration]{
		kind:     kind.Role,
		informer: informers.Rbac().V1().Roles().TypedInformer(),
		empty:    applyrbacv1.Role,
		extract:  applyrbacv1.ExtractRole,
		client: func(namespace string) applier[*rbacv1.Role, applyrbacv1.RoleApplyConfiguration] {
			return client.RbacV1().Roles(namespace)
		},
	}, fieldManager)
}

// roleBindings returns the Store of RoleBindings.
func roleBindings(client kubernetes.Interface, informers informers.SharedInformerFactory, fieldManager string) *Store {
	return newStore(resource[*rbacv1.RoleBinding, applyrbacv1.RoleBindingApplyConfiguration]{
		kind:     kind.RoleBinding,
		informer: informers.Rbac().V1().RoleBindings().TypedInformer(),
		empty:    applyrbacv1.RoleBinding,
		extract:  applyrbacv1.ExtractRoleBinding,
		client: func(namespace string) applier[*rbacv1.RoleBinding, applyrbacv1.RoleBindingApplyConfiguration] {
			return client.RbacV1().RoleBindings(namespace)
		},
	}, fieldManager)
}

// configMaps returns the Store of ConfigMaps.
func configMaps(client kubernetes.Interface, informers informers.SharedInformerFactory, fieldManager string) *Store {
	return newStore(resource[*corev1.ConfigMap, applycorev1.ConfigMapApplyConfiguration]{
		kind:     kind.ConfigMap,
		informer: informers.Core().V1().ConfigMaps().TypedInformer(),
		empty:    applycorev1.ConfigMap,
		extract:  applycorev1.ExtractConfigMap,
		client: func(namespace string) applier[*corev1.ConfigMap, applycorev1.ConfigMapApplyConfiguration] {
			return client.CoreV1().ConfigMaps(namespace)
		},
	}, fieldManager)
}

// services returns the Store of Services.
func services(client kubernetes.Interface, informers informers.SharedInformerFactory, fieldManager string) *Store {
	return newStore(resource[*corev1.Service, applycorev1.ServiceApplyConfiguration]{
		kind:     kind.Service,
		informer: informers.Core().V1().Services().TypedInformer(),
		empty:    applycorev1.Service,
		extract:  applycorev1.ExtractService,
		client: func(namespace string) applier[*corev1.Service, applycorev1.ServiceApplyConfiguration] {
			return client.CoreV1().Services(namespace)
		},
	}, fieldManager)
}

// deployments returns the Store of Deployments.
func deployments(client kubernetes.Interface, informers informers.SharedInformerFactory, fieldManager string) *Store {
	return newStore(resource[*appsv1.Deployment, applyappsv1.DeploymentApplyConfiguration]{
		kind:     kind.Deployment,
		informer: informers.Apps().V1().Deployments().TypedInformer(),
		empty:    applyappsv1.Deployment,
		extract:  applyappsv1.ExtractDeployment,
		keep:     keepReplicas,
		client: func(namespace string) applier[*appsv1.Deployment, applyappsv1.DeploymentApplyConfiguration] {
			return client.AppsV1().Deployments(namespace)
		},
	}, fieldManager)
}

// keepReplicas keeps a Deployment at its size when that is left to others from now on, such as an autoscaler.
func keepReplicas(applied, wanted *applyappsv1.DeploymentApplyConfiguration, live *appsv1.Deployment) *applyappsv1.DeploymentApplyConfiguration {
	released := applied.Spec != nil && applied.Spec.Replicas != nil && (wanted.Spec == nil || wanted.Spec.Replicas == nil)
	if !released || live.Spec.Replicas == nil {
		return nil
	}
	return applyappsv1.Deployment(live.Name, live.Namespace).WithUID(live.UID).
		WithSpec(applyappsv1.DeploymentSpec().WithReplicas(*live.Spec.Replicas))
}

// Entries returns the Store of MCPServerEntries.
func Entries(client versioned.Interface, informers externalversions.SharedInformerFactory, fieldManager string) *Store {
	return newStore(resource[*v1beta1.MCPServerEntry, applyv1beta1.MCPServerEntryApplyConfiguration]{
		kind:     kind.MCPServerEntry,
		informer: informers.Toolhive().V1beta1().MCPServerEntries().TypedInformer(),
		empty:    applyv1beta1.MCPServerEntry,
		extract:  applyv1beta1.ExtractMCPServerEntry,
		client: func(namespace string) applier[*v1beta1.MCPServerEntry, applyv1beta1.MCPServerEntryApplyConfiguration] {
			return client.ToolhiveV1beta1().MCPServerEntries(namespace)
		},
	}, fieldManager)
}

// Of makes a Store for each of the kinds.
func Of(kinds []kind.Kind, client kubernetes.Interface, informers informers.SharedInformerFactory, fieldManager string) []*Store {
	stores := make([]*Store, 0, len(kinds))
	for _, k := range kinds {
		stores = append(stores, constructors[k](client, informers, fieldManager))
	}
	return stores
}

var constructors = map[kind.Kind]func(kubernetes.Interface, informers.SharedInformerFactory, string) *Store{
	kind.ServiceAccount: serviceAccounts,
	kind.Role:           roles,
	kind.RoleBinding:    roleBindings,
	kind.ConfigMap:      configMaps,
	kind.Service:        services,
	kind.Deployment:     deployments,
}
