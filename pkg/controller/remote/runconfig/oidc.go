// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig

import (
	"path"

	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1alpha1"
	"github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

// OIDC says whose tokens the proxy accepts. The keys are those of the runner's own type, and always there.
type OIDC struct {
	// Issuer is what tokens must name as theirs. Unless JWKSURL is set, its keys are found by OIDC discovery.
	Issuer string
	// Audience is what tokens must be meant for. The runner does not look at it where it is empty.
	Audience string
	JWKSURL  string
	// IntrospectionURL is where tokens that are no JWTs are checked. The runner does not discover it.
	IntrospectionURL string
	ClientID         string
	// ClientSecret is always empty: the runner takes it from its environment.
	ClientSecret string
	// CACertPath is a file with the certificates to trust, in place of the system's.
	CACertPath string
	// AuthTokenFile holds a bearer token for all requests to the issuer. The runner reads it only when it starts.
	AuthTokenFile string
	// ResourceURL is what clients are told to be the proxy's own URL (RFC 9728).
	ResourceURL string
	// AllowPrivateIP lets the runner connect to private addresses, by which it asks the issuer.
	AllowPrivateIP bool
	// InsecureAllowHTTP lets the runner ask the issuer over plain http, except for introspection.
	InsecureAllowHTTP bool
	// Scopes are what clients are told to ask for; nil stands for openid.
	Scopes []string
}

// Where the token of the pod's service account and the cluster's CA certificates are, when Proxy.ClusterToken is set.
const (
	ClusterTokenPath = "/var/run/secrets/kubernetes.io/serviceaccount/token"
	ClusterCAPath    = "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt"
)

// oidcClientSecret is where the runner looks for the client secret.
const oidcClientSecret = "TOOLHIVE_OIDC_CLIENT_SECRET"

func addOIDC(in *input, out *Proxy) error {
	source, err := OIDCOf(in.endpoint, in.Found)
	if err != nil || source == nil {
		return err
	}
	out.Config.OIDC = &source.OIDC
	out.ClusterToken = source.readsCluster()
	// Without it, only tokens that are no JWTs are refused. A pod that wants a missing one would not start.
	if ref := source.ClientSecretRef; ref != nil && in.hasSecret(*ref) {
		out.AddSecretEnv(oidcClientSecret, *ref)
	}
	if ref := source.CABundleRef; ref != nil {
		out.Files = append(out.Files, pod.File{
			Volume: "oidc-ca-bundle-" + ref.Name, Path: source.CACertPath, Kind: kind.ConfigMap, Name: ref.Name, Key: ref.Key,
		})
	}
	return nil
}

// readsCluster holds also for configurations that name the files themselves, since most pods have them without asking.
func (s *OIDCSource) readsCluster() bool {
	return IsClusterFile(s.AuthTokenFile) || IsClusterFile(s.CACertPath)
}

// IsClusterFile says whether a file is there when Proxy.ClusterToken is set.
func IsClusterFile(file string) bool {
	clean := path.Clean(file)
	return clean == ClusterTokenPath || clean == ClusterCAPath
}

// OIDCSource is an OIDC configuration, and the references in it.
type OIDCSource struct {
	OIDC
	ClientSecretRef *v1beta1.SecretKeyRef
	// CABundleRef names its key always.
	CABundleRef *v1alpha1.CABundleRef
}

func (s *OIDCSource) trust(configMap, key string) {
	ref := &v1alpha1.CABundleRef{Name: configMap, Key: CAKey(key)}
	s.CABundleRef, s.CACertPath = ref, path.Join("/config/certs", ref.Name, ref.Key)
}
