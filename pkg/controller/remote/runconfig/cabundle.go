// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package runconfig

import (
	"path"

	"github.com/mcp-remote-endpoint/operator/pkg/controller/kind"
	"github.com/mcp-remote-endpoint/operator/pkg/controller/pod"
)

// remoteCAs is the directory with the certificates to trust when connecting to the remote server. Go reads it, by SSL_CERT_DIR, in addition
// to the system's bundle of certificates (crypto/x509), and in place of the system's directories, which are therefore named with it.
const remoteCAs = "/etc/toolhive/remote-ca"

func addCABundle(in *input, out *Proxy) error {
	ref := in.spec.CABundleRef
	if ref == nil {
		return nil
	}
	out.Files = append(out.Files, pod.File{
		Volume: "remote-ca-bundle", Path: path.Join(remoteCAs, "ca.crt"), Kind: kind.ConfigMap, Name: ref.Name, Key: CAKey(ref.Key),
	})
	out.AddEnv("SSL_CERT_DIR", remoteCAs+":/etc/ssl/certs:/etc/pki/tls/certs")
	return nil
}

// CAKey is the key of a ConfigMap that holds certificates: ca.crt, unless another is given.
func CAKey(key string) string {
	if key == "" {
		return "ca.crt"
	}
	return key
}
