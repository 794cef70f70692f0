// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

import (
	corev1 "k8s.io/api/core/v1"
)

// AuditConfig switches audit logging.
type AuditConfig struct {
	// enabled writes a log record for every MCP request. Default: false.
	// +optional
	// +kubebuilder:default=false
	Enabled bool `json:"enabled,omitempty"`
}

// ResourceRequirements bounds the CPU and memory of the proxy container.
type ResourceRequirements struct {
	// limits is the most that the container may use.
	// +optional
	Limits ResourceList `json:"limits,omitzero"`

	// requests is what is reserved for the container when it is scheduled.
	// +optional
	Requests ResourceList `json:"requests,omitzero"`
}

// ResourceList holds Kubernetes quantities. One that is left out is not set on the container.
type ResourceList struct {
	// cpu, for example 500m for half a core.
	// +optional
	CPU string `json:"cpu,omitempty"`

	// memory, for example 128Mi.
	// +optional
	Memory string `json:"memory,omitempty"`
}

// ResourceOverrides adds labels, annotations and more to the objects rendered for a proxy. It cannot change a label or
// annotation that the operator sets itself.
type ResourceOverrides struct {
	// proxyDeployment changes the proxy's Deployment.
	// +optional
	ProxyDeployment *ProxyDeploymentOverrides `json:"proxyDeployment,omitempty"`

	// proxyService changes the Service in front of the proxy.
	// +optional
	ProxyService *ResourceMetadataOverrides `json:"proxyService,omitempty"`
}

// ProxyDeploymentOverrides changes a proxy's Deployment and its pods.
type ProxyDeploymentOverrides struct {
	ResourceMetadataOverrides `json:""`

	// podTemplateMetadataOverrides adds labels and annotations to the pods; those given directly in proxyDeployment
	// go to the Deployment alone.
	// +optional
	PodTemplateMetadataOverrides *ResourceMetadataOverrides `json:"podTemplateMetadataOverrides,omitempty"`

	// env adds environment variables to the proxy container, for example TOOLHIVE_DEBUG=true for debug logs. HOME,
	// XDG_CONFIG_HOME, TOOLHIVE_RUNTIME and UNSTRUCTURED_LOGS given here replace the operator's own.
	// +optional
	// +listType=map
	// +listMapKey=name
	Env []EnvVar `json:"env,omitempty"`

	// imagePullSecrets names the Secrets with which the proxy's image is pulled.
	// +optional
	// +listType=atomic
	ImagePullSecrets []corev1.LocalObjectReference `json:"imagePullSecrets,omitempty"`
}

// ResourceMetadataOverrides adds labels and annotations to an object.
type ResourceMetadataOverrides struct {
	// annotations to add.
	// +optional
	Annotations map[string]string `json:"annotations,omitempty"`

	// labels to add.
	// +optional
	Labels map[string]string `json:"labels,omitempty"`
}

// EnvVar is an environment variable with a literal value.
type EnvVar struct {
	// name of the variable.
	// +required
	Name string `json:"name"`

	// value of the variable, as it is; there are no references to Secrets or other variables.
	// +required
	Value string `json:"value"`
}

// SessionStorageProvider says where the MCP sessions of a workload are kept.
// +kubebuilder:validation:Enum=memory;redis
type SessionStorageProvider string

const (
	// SessionStorageProviderMemory keeps sessions in the memory of each pod.
	SessionStorageProviderMemory SessionStorageProvider = "memory"
	// SessionStorageProviderRedis keeps sessions in Redis, shared by all pods.
	SessionStorageProviderRedis SessionStorageProvider = "redis"
)

// SessionStorageConfig says where MCP sessions are kept.
//
// +kubebuilder:validation:XValidation:rule=`self.provider != 'redis' || has(self.address)`,message=`set address to the host:port of the Redis server when provider is redis`
type SessionStorageConfig struct {
	// provider is memory, where each pod knows only its own sessions, or redis, where all pods share them.
	// +required
	Provider SessionStorageProvider `json:"provider"`

	// address of the Redis server as host:port; required when provider is redis. The proxy does not start while it
	// cannot reach the server.
	// +optional
	// +kubebuilder:validation:MinLength=1
	Address string `json:"address,omitempty"`

	// db is the number of the Redis database. Default: 0.
	// +optional
	// +kubebuilder:validation:Minimum=0
	// +kubebuilder:default=0
	DB int32 `json:"db,omitempty"`

	// keyPrefix begins every key that is written to Redis. Default: thv:proxy:session: for a proxy.
	// +optional
	KeyPrefix string `json:"keyPrefix,omitempty"`

	// passwordRef names the Secret key that holds the Redis password. Leave it out when Redis asks for none.
	// +optional
	PasswordRef *SecretKeyRef `json:"passwordRef,omitempty"`
}
