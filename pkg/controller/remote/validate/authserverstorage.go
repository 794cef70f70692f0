// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package validate

import (
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/remote/runconfig"
)

const storageField = "spec.embeddedAuthServer.storage"

func (f *authFaults) storage(spec *v1beta1.AuthServerStorageConfig) {
	switch {
	case spec == nil:
	case spec.Type == v1beta1.AuthServerStorageTypeRedis && spec.Redis != nil:
		f.redis(spec.Redis)
	case spec.Type == v1beta1.AuthServerStorageTypeRedis:
		f.invalid("%s is of type redis but has no redis: add it", storageField)
	case spec.Type != "" && spec.Type != v1beta1.AuthServerStorageTypeMemory:
		f.invalid("%s.type must be memory or redis", storageField)
	case spec.Redis != nil:
		f.withoutEffect("%s.redis has no effect with type memory: remove it, or set type: redis", storageField)
	}
}

func (f *authFaults) redis(redis *v1beta1.RedisStorageConfig) {
	const field = storageField + ".redis"
	if (redis.Addr == "") == (redis.SentinelConfig == nil) {
		f.invalid("%s needs either addr or sentinelConfig", field)
	}
	if redis.Addr != "" && !isHostPort(redis.Addr) {
		f.invalid("%s.addr must read host:port", field)
	}
	if redis.ClusterMode && redis.Addr == "" {
		f.invalid("%s.clusterMode needs addr, the cluster's discovery endpoint", field)
	}
	if redis.SentinelConfig != nil {
		f.sentinel(field+".sentinelConfig", redis.SentinelConfig)
	} else if redis.SentinelTLS != nil {
		f.withoutEffect("%s.sentinelTls has no effect without sentinelConfig: remove it", field)
	}
	f.timeout(field+".dialTimeout", redis.DialTimeout)
	f.timeout(field+".readTimeout", redis.ReadTimeout)
	f.timeout(field+".writeTimeout", redis.WriteTimeout)
	f.redisTLS(field+".tls", redis.TLS)
	f.redisTLS(field+".sentinelTls", redis.SentinelTLS)
}

func (f *authFaults) sentinel(field string, sentinel *v1beta1.RedisSentinelConfig) {
	if sentinel.MasterName == "" {
		f.invalid("%s.masterName is empty: set it", field)
	}
	addrs, err := runconfig.SentinelAddrs(sentinel, f.in.Endpoint.Namespace)
	if err != nil {
		f.invalid("%s: %v", storageField, err)
	}
	for _, addr := range addrs {
		if !isHostPort(addr) {
			f.invalid("%s: the address of each Sentinel must read host:port, and %q does not", field, addr)
		}
	}
}

func (f *authFaults) redisTLS(field string, tls *v1beta1.RedisTLSConfig) {
	if tls != nil && tls.CACertSecretRef != nil {
		f.value(field+".caCertSecretRef", *tls.CACertSecretRef, caCertificates)
	}
}
