// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// HeaderForwardConfig lists the headers that are added to every request to the remote server. Hop-by-hop and forwarding
// headers such as Host, Connection, Content-Length or X-Forwarded-For cannot be set: the proxy runner does not start
// with them.
//
// +kubebuilder:validation:XValidation:rule=`!has(self.addHeadersFromSecret) || !has(self.addHeadersFromSecrets)`,message=`addHeadersFromSecrets is the older spelling of addHeadersFromSecret: keep one of the two`
type HeaderForwardConfig struct {
	// addPlaintextHeaders maps header names to values. Whoever can read this object can read the values; keep
	// credentials in addHeadersFromSecret.
	// +optional
	AddPlaintextHeaders map[string]string `json:"addPlaintextHeaders,omitempty"`

	// addHeadersFromSecret lists headers whose values are kept in Secrets.
	// +optional
	// +listType=map
	// +listMapKey=headerName
	AddHeadersFromSecret []HeaderFromSecret `json:"addHeadersFromSecret,omitempty"`

	// addHeadersFromSecrets is the older spelling of addHeadersFromSecret, from RFCs THV-0026 and THV-0055.
	// +optional
	// +listType=map
	// +listMapKey=headerName
	DeprecatedAddHeadersFromSecrets []HeaderFromSecret `json:"addHeadersFromSecrets,omitempty"`
}

// HeaderFromSecret is a header whose value is kept in a Secret.
type HeaderFromSecret struct {
	// headerName is the name of the HTTP header, for example X-API-Key.
	// +required
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=255
	HeaderName string `json:"headerName"`

	// valueSecretRef names the Secret and the key that hold the value. The value must not be empty: the proxy runner
	// takes an empty one for a missing one and does not start.
	// +required
	ValueSecretRef SecretKeyRef `json:"valueSecretRef"`
}
