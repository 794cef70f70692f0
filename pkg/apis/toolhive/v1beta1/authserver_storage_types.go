// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// AuthServerStorageType says where the embedded authorization server keeps its state.
// +kubebuilder:validation:Enum=memory;redis
type AuthServerStorageType string

const (
	// AuthServerStorageTypeMemory keeps it in the pod's memory.
	AuthServerStorageTypeMemory AuthServerStorageType = "memory"
	// AuthServerStorageTypeRedis keeps it in Redis.
	AuthServerStorageTypeRedis AuthServerStorageType = "redis"
)

// AuthServerStorageConfig says where the embedded authorization server keeps logins and registered clients.
type AuthServerStorageConfig struct {
	// type is memory (the default), lost with the pod, or redis.
	// +optional
	// +kubebuilder:default=memory
	Type AuthServerStorageType `json:"type,omitempty"`

	// redis says how to reach Redis. Needed with type redis; the schema does not insist on it.
	// +optional
	Redis *RedisStorageConfig `json:"redis,omitempty"`
}

// RedisStorageConfig says how to reach Redis: one address, of a server or of a cluster, or Sentinels.
//
// +kubebuilder:validation:XValidation:rule=`has(self.sentinelConfig) != (has(self.addr) && size(self.addr) > 0)`,message=`set either addr or sentinelConfig`
// +kubebuilder:validation:XValidation:rule=`!has(self.clusterMode) || !self.clusterMode || (has(self.addr) && size(self.addr) > 0)`,message=`set addr to the cluster's discovery endpoint when clusterMode is true`
type RedisStorageConfig struct {
	// addr is host:port of a Redis server, or of a cluster's discovery endpoint with clusterMode. Not together with
	// sentinelConfig.
	// +optional
	Addr string `json:"addr,omitempty"`

	// clusterMode speaks the Redis Cluster protocol to addr. Default: false.
	// +optional
	ClusterMode bool `json:"clusterMode,omitempty"`

	// sentinelConfig asks Sentinels for the current master. Not together with addr.
	// +optional
	SentinelConfig *RedisSentinelConfig `json:"sentinelConfig,omitempty"`

	// aclUserConfig is the user that logs in to Redis.
	// +required
	ACLUserConfig RedisACLUserConfig `json:"aclUserConfig"`

	// dialTimeout bounds connecting, as a Go duration. Default: 5s.
	// +optional
	// +kubebuilder:validation:Pattern=`^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$`
	// +kubebuilder:default="5s"
	DialTimeout string `json:"dialTimeout,omitempty"`

	// readTimeout bounds one read, as a Go duration. Default: 3s.
	// +optional
	// +kubebuilder:validation:Pattern=`^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$`
	// +kubebuilder:default="3s"
	ReadTimeout string `json:"readTimeout,omitempty"`

	// writeTimeout bounds one write, as a Go duration. Default: 3s.
	// +optional
	// +kubebuilder:validation:Pattern=`^([0-9]+(\.[0-9]+)?(ns|us|µs|ms|s|m|h))+$`
	// +kubebuilder:default="3s"
	WriteTimeout string `json:"writeTimeout,omitempty"`

	// tls encrypts the connections to Redis; an empty object will do. Left out, they are in the clear.
	// +optional
	TLS *RedisTLSConfig `json:"tls,omitempty"`

	// sentinelTls encrypts the connections to the Sentinels, likewise.
	// +optional
	SentinelTLS *RedisTLSConfig `json:"sentinelTls,omitempty"`
}

// RedisSentinelConfig says how to ask Redis Sentinels for the master.
type RedisSentinelConfig struct {
	// masterName is the name by which the Sentinels know the master.
	// +required
	MasterName string `json:"masterName"`

	// sentinelAddrs are the Sentinels as host:port. Not together with sentinelService.
	// +optional
	// +listType=atomic
	SentinelAddrs []string `json:"sentinelAddrs,omitempty"`

	// sentinelService is a Service whose pods are the Sentinels. Not together with sentinelAddrs.
	// +optional
	SentinelService *SentinelServiceRef `json:"sentinelService,omitempty"`

	// db is the number of the Redis database. Default: 0.
	// +optional
	// +kubebuilder:default=0
	DB int32 `json:"db,omitempty"`
}

// SentinelServiceRef names a Service of Redis Sentinels.
type SentinelServiceRef struct {
	// name of the Service.
	// +required
	Name string `json:"name"`

	// namespace of the Service. Default: the workload's.
	// +optional
	Namespace string `json:"namespace,omitempty"`

	// port of the Service. Default: 26379.
	// +optional
	// +kubebuilder:default=26379
	Port int32 `json:"port,omitempty"`
}

// RedisTLSConfig encrypts connections to Redis.
type RedisTLSConfig struct {
	// insecureSkipVerify accepts any certificate. Use it in development only. Default: false.
	// +optional
	InsecureSkipVerify bool `json:"insecureSkipVerify,omitempty"`

	// caCertSecretRef names the Secret key with the PEM certificate of the CA to trust. Default: the system's CAs.
	// +optional
	CACertSecretRef *SecretKeyRef `json:"caCertSecretRef,omitempty"`
}

// RedisACLUserConfig is the user that logs in to Redis.
type RedisACLUserConfig struct {
	// usernameSecretRef names the Secret key with the user's name. Leave it out where Redis knows only a password, as
	// some managed services do.
	// +optional
	UsernameSecretRef *SecretKeyRef `json:"usernameSecretRef,omitempty"`

	// passwordSecretRef names the Secret key with the password.
	// +required
	PasswordSecretRef SecretKeyRef `json:"passwordSecretRef"`
}
