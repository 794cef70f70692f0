// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1alpha1

import "github.com/mcp-remote-endpoint/operator/pkg/apis/toolhive/v1beta1"

// CABundleRef names a key of a ConfigMap in the same namespace that holds PEM certificates.
type CABundleRef struct {
	// name of the ConfigMap.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	// +required
	Name string `json:"name"`

	// key in the ConfigMap. Defaults to ca.crt.
	// +kubebuilder:validation:MinLength=1
	// +kubebuilder:validation:MaxLength=253
	// +kubebuilder:validation:Pattern=`^[-._a-zA-Z0-9]+$`
	// +kubebuilder:default=ca.crt
	// +optional
	Key string `json:"key,omitempty"`
}

// HeaderForward is the set of headers that are added to each request to the remote.
//
// The rules below are checked again by the controller, for objects that got past them (package validate).
// +kubebuilder:validation:XValidation:rule=`!has(self.addPlaintextHeaders) || !has(self.addHeadersFromSecret) || [self.addPlaintextHeaders.map(name, name.lowerAscii())].all(names, self.addHeadersFromSecret.all(h, !(h.headerName.lowerAscii() in names)))`,message="a header must stand in one of headerForward.addPlaintextHeaders and headerForward.addHeadersFromSecret only; case does not matter in header names"
type HeaderForward struct {
	// addPlaintextHeaders maps header names to values. The values are stored as they are, for everybody to see who may read
	// this object: use addHeadersFromSecret for credentials.
	// +kubebuilder:validation:MaxProperties=64
	// +kubebuilder:validation:XValidation:rule=`self.all(name, name.matches(r'^[0-9A-Za-z!#$%&*+.^_|~\x27\x60-]+$'))`,message="header names must be HTTP tokens: letters, digits and -"
	// +kubebuilder:validation:XValidation:rule=`self.all(name, !name.matches(r'(?i)^(connection|content-length|forwarded|host|http2-settings|keep-alive|proxy-authenticate|proxy-authorization|proxy-connection|te|trailer|transfer-encoding|upgrade|x-forwarded-for|x-forwarded-host|x-forwarded-proto|x-real-ip)$'))`,message="headers that the connection or a proxy sets, such as Host, Connection, Content-Length and X-Forwarded-For, cannot be forwarded: remove them"
	// +kubebuilder:validation:XValidation:rule=`self.all(name, self.exists_one(other, other.lowerAscii() == name.lowerAscii()))`,message="each header must be given once; case does not matter in header names"
	// +optional
	AddPlaintextHeaders map[string]string `json:"addPlaintextHeaders,omitempty"`

	// addHeadersFromSecret adds headers whose values are read from Secrets in the same namespace.
	// +listType=map
	// +listMapKey=headerName
	// +kubebuilder:validation:MaxItems=64
	// +kubebuilder:validation:XValidation:rule=`[self.map(h, h.headerName.lowerAscii())].all(names, names.all(name, names.exists_one(other, other == name)))`,message="each header must be given once; case does not matter in header names"
	// +optional
	AddHeadersFromSecret []HeaderFromSecret `json:"addHeadersFromSecret,omitempty"`
}

// HeaderFromSecret is a header whose value is kept in a Secret.
type HeaderFromSecret struct {
	// headerName is the name of the header, for example X-API-Key.
	// +kubebuilder:validation:MaxLength=255
	// +kubebuilder:validation:XValidation:rule=`self.matches(r'^[0-9A-Za-z!#$%&*+.^_|~\x27\x60-]+$')`,message="headerName must be an HTTP token: letters, digits and -"
	// +kubebuilder:validation:XValidation:rule=`!self.matches(r'(?i)^(connection|content-length|forwarded|host|http2-settings|keep-alive|proxy-authenticate|proxy-authorization|proxy-connection|te|trailer|transfer-encoding|upgrade|x-forwarded-for|x-forwarded-host|x-forwarded-proto|x-real-ip)$')`,message="headers that the connection or a proxy sets, such as Host, Connection, Content-Length and X-Forwarded-For, cannot be forwarded: remove them"
	// +required
	HeaderName string `json:"headerName"`

	// valueSecretRef names the Secret and the key in it that hold the value.
	// +kubebuilder:validation:XValidation:rule="size(self.name) > 0 && size(self.key) > 0",message="valueSecretRef must have a name and a key that are not empty"
	// +required
	ValueSecretRef v1beta1.SecretKeyRef `json:"valueSecretRef"`
}
