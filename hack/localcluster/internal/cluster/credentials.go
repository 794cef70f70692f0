// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package cluster

import (
	"bytes"
	"crypto/rand"
	"encoding/csv"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"

	certutil "k8s.io/client-go/util/cert"
	"k8s.io/client-go/util/keyutil"

	"github.com/mcp-remote-endpoint/operator/hack/localcluster/internal/isolation"
)

// credentials are what clients need. They are new at each start; only the key that signs service accounts' tokens is kept
// with the data, so that such tokens stay valid.
type credentials struct {
	authority  []byte // PEM, what clients verify the servers with
	adminToken string
	tokens     map[string]string // of the API server's clients, by their kubeconfig
}

// client is a component that the API server knows as a user.
type client struct {
	kubeconfig string // the name of its file
	user       string
	groups     string
}

// clients are those of the control plane, and those of a node if there is one.
func clients(node bool) []client {
	found := []client{{kubeconfig: controllersKubeconfig, user: "system:kube-controller-manager"}}
	if !node {
		return found
	}
	return append(found,
		client{kubeconfig: schedulerKubeconfig, user: "system:kube-scheduler"},
		client{kubeconfig: kubeletKubeconfig, user: "system:node:" + nodeName, groups: "system:nodes"},
		client{kubeconfig: proxyKubeconfig, user: "system:kube-proxy"},
		// Kubernetes comes with no role that is enough for it.
		client{kubeconfig: dnsKubeconfig, user: "coredns", groups: "system:masters"},
	)
}

// writeCredentials writes the files that the components read, but for their kubeconfigs, and returns what clients need. extraTokens
// are lines of Kubernetes' static token file.
func writeCredentials(dir *Directory, all []client, extraTokens []byte) (credentials, error) {
	// The host becomes the certificate's name; the addresses are those of this machine, of the Service "kubernetes", and of a node, at which
	// the API server says that the keys of service account tokens are.
	cert, key, err := certutil.GenerateSelfSignedCertKey(loopback,
		[]net.IP{net.IPv4(10, 96, 0, 1), net.ParseIP(isolation.NodeAddress)},
		[]string{"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local"})
	if err != nil {
		return credentials{}, fmt.Errorf("make the serving certificate: %w", err)
	}
	c := credentials{authority: cert, adminToken: rand.Text(), tokens: map[string]string{}}
	for _, one := range all {
		c.tokens[one.kubeconfig] = rand.Text()
	}
	tokens, err := tokenFile(c, all, extraTokens)
	if err != nil {
		return credentials{}, err
	}
	return c, errors.Join(
		dir.write(servingCert, cert),
		dir.write(servingKey, key),
		dir.write(tokensFile, tokens),
		ensureServiceAccountKey(dir),
	)
}

// tokenFile is Kubernetes' static token file: token, user name, user id, groups.
func tokenFile(c credentials, all []client, extra []byte) ([]byte, error) {
	lines := [][]string{{c.adminToken, "kubernetes-admin", "kubernetes-admin", "system:masters"}}
	for _, one := range all {
		lines = append(lines, []string{c.tokens[one.kubeconfig], one.user, one.user, one.groups})
	}
	var out bytes.Buffer
	if err := csv.NewWriter(&out).WriteAll(lines); err != nil {
		return nil, fmt.Errorf("write the token file: %w", err)
	}
	out.Write(extra)
	return out.Bytes(), nil
}

func ensureServiceAccountKey(dir *Directory) error {
	if _, err := os.Stat(dir.file(serviceAccountKey)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	key, err := keyutil.MakeEllipticPrivateKeyPEM()
	if err != nil {
		return fmt.Errorf("make the key of service accounts: %w", err)
	}
	return dir.write(serviceAccountKey, key)
}
