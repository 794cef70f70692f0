// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package v1beta1

// CABundleSourceOrKey says where a bundle of CA certificates is kept, in either of two spellings: configMapRef, or the name
// and key alone, as the MCPServerEntry of RFC THV-0055 has them.
//
// +kubebuilder:validation:XValidation:rule=`!has(self.configMapRef) || !(has(self.name) || has(self.key))`,message=`name and key are the older spelling of configMapRef: keep one of the two`
// +kubebuilder:validation:XValidation:rule=`!has(self.key) || has(self.name)`,message=`set name, the name of the ConfigMap that key is looked up in`
type CABundleSourceOrKey struct {
	CABundleSource `json:""`

	// name of a ConfigMap in the same namespace. It is the older spelling of configMapRef.name.
	// +optional
	// +kubebuilder:validation:MinLength=1
	Name string `json:"name,omitempty"`

	// key of the ConfigMap that holds the PEM certificates. Default: ca.crt. It is the older spelling of configMapRef.key.
	// +optional
	Key string `json:"key,omitempty"`
}
