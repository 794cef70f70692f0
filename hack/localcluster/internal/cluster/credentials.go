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
)

// credentials are what clients need. They are new at each start; only the key that signs service accounts' tokens is kept
// with the data, so that such tokens stay valid.
type credentials struct {
	authority        []byte // PEM, what clients verify the servers with
	adminToken       string
	controllersToken string
}

// writeCredentials writes the files that the components read, and returns what clients need. extraTokens are lines of
// Kubernetes' static token file.
func writeCredentials(dir *directory, extraTokens []byte) (credentials, error) {
	// The host becomes the certificate's name; the addresses are those of this machine and of the Service "kubernetes".
	cert, key, err := certutil.GenerateSelfSignedCertKey(loopback,
		[]net.IP{net.IPv4(10, 96, 0, 1)},
		[]string{"localhost", "kubernetes", "kubernetes.default", "kubernetes.default.svc"})
	if err != nil {
		return credentials{}, fmt.Errorf("make the serving certificate: %w", err)
	}
	c := credentials{authority: cert, adminToken: rand.Text(), controllersToken: rand.Text()}
	tokens, err := tokenFile(c, extraTokens)
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
func tokenFile(c credentials, extra []byte) ([]byte, error) {
	var out bytes.Buffer
	err := csv.NewWriter(&out).WriteAll([][]string{
		{c.adminToken, "kubernetes-admin", "kubernetes-admin", "system:masters"},
		{c.controllersToken, "system:kube-controller-manager", "system:kube-controller-manager", ""},
	})
	if err != nil {
		return nil, fmt.Errorf("write the token file: %w", err)
	}
	out.Write(extra)
	return out.Bytes(), nil
}

func ensureServiceAccountKey(dir *directory) error {
	if _, err := os.Stat(dir.file(serviceAccountKey)); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	key, err := keyutil.MakeEllipticPrivateKeyPEM()
	if err != nil {
		return fmt.Errorf("make the key of service accounts: %w", err)
	}
	return dir.write(serviceAccountKey, key)
}
