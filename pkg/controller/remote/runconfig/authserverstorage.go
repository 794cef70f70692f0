// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig

import (
	"errors"
	"fmt"
	"path"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
)

const (
	redisUsername = "TOOLHIVE_AUTH_SERVER_REDIS_USERNAME"
	redisPassword = "TOOLHIVE_AUTH_SERVER_REDIS_PASSWORD"
	redisCAs      = "/etc/toolhive/authserver/redis-tls"
	// sentinelPort is the standard port of Redis Sentinels.
	sentinelPort = 26379
)

// authStorage returns nil for storage in memory.
func (p *Proxy) authStorage(in *input, spec *v1beta1.AuthServerStorageConfig) (*AuthStorage, error) {
	if spec == nil || spec.Type == "" || spec.Type == v1beta1.AuthServerStorageTypeMemory {
		return nil, nil
	}
	redis := spec.Redis
	if spec.Type != v1beta1.AuthServerStorageTypeRedis || redis == nil {
		return nil, fmt.Errorf("storage is of type %q but has no configuration of that type", spec.Type)
	}
	config := &AuthRedis{
		Addr:         redis.Addr,
		ClusterMode:  redis.ClusterMode,
		AuthType:     "aclUser",
		ACLUser:      p.redisUser(&redis.ACLUserConfig),
		KeyPrefix:    fmt.Sprintf("thv:auth:{%s:%s}:", in.endpoint.Namespace, in.endpoint.Name),
		DialTimeout:  redis.DialTimeout,
		ReadTimeout:  redis.ReadTimeout,
		WriteTimeout: redis.WriteTimeout,
		TLS:          p.redisTLS("master", "ca.crt", redis.TLS),
	}
	if sentinel := redis.SentinelConfig; sentinel != nil {
		addrs, err := SentinelAddrs(sentinel, in.endpoint.Namespace)
		if err != nil {
			return nil, err
		}
		config.Sentinel = &RedisSentinel{MasterName: sentinel.MasterName, Addrs: addrs, DB: sentinel.DB}
		config.SentinelTLS = p.redisTLS("sentinel", "sentinel-ca.crt", redis.SentinelTLS)
	}
	return &AuthStorage{Type: string(spec.Type), Redis: config}, nil
}

// SentinelAddrs are the Sentinels as host:port. A Service's name is enough to find all of them: each knows the others.
func SentinelAddrs(sentinel *v1beta1.RedisSentinelConfig, namespace string) ([]string, error) {
	service := sentinel.SentinelService
	switch {
	case (len(sentinel.SentinelAddrs) > 0) == (service != nil):
		return nil, errors.New("sentinelConfig needs either sentinelAddrs or sentinelService")
	case service == nil:
		return sentinel.SentinelAddrs, nil
	}
	if service.Namespace != "" {
		namespace = service.Namespace
	}
	port := service.Port
	if port == 0 {
		port = sentinelPort
	}
	return []string{fmt.Sprintf("%s.%s.svc.cluster.local:%d", service.Name, namespace, port)}, nil
}

func (p *Proxy) redisUser(spec *v1beta1.RedisACLUserConfig) RedisUser {
	user := RedisUser{PasswordEnvVar: redisPassword}
	if spec.UsernameSecretRef != nil {
		user.UsernameEnvVar = redisUsername
		p.AddSecretEnv(redisUsername, *spec.UsernameSecretRef)
	}
	p.AddSecretEnv(redisPassword, spec.PasswordSecretRef)
	return user
}

// redisTLS returns nil for connections that are not encrypted.
func (p *Proxy) redisTLS(volume, file string, spec *v1beta1.RedisTLSConfig) *RedisTLS {
	if spec == nil {
		return nil
	}
	tls := &RedisTLS{InsecureSkipVerify: spec.InsecureSkipVerify}
	if spec.CACertSecretRef != nil {
		tls.CACertFile = path.Join(redisCAs, file)
		p.addSecretFile("redis-tls-ca-"+volume, tls.CACertFile, *spec.CACertSecretRef)
	}
	return tls
}
