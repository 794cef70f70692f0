// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package main

import (
	"errors"
	"fmt"
	"strings"

	apiextensionsv1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
)

const (
	currentVersion = "v1beta1"
	formerVersion  = "v1alpha1"
)

var errVersions = errors.New("want one version, served and stored")

// withFormerVersion returns crd with v1alpha1 beside v1beta1, or as it is when it is stored at another version than
// v1beta1. The new version goes first, where controller-gen's own order by name would put it. It returns an error
// unless crd has exactly one version, since a second one would contradict "one schema, two versions".
func withFormerVersion(crd apiextensionsv1.CustomResourceDefinition) (apiextensionsv1.CustomResourceDefinition, error) {
	out := *crd.DeepCopy()
	versions := out.Spec.Versions
	if len(versions) != 1 || !versions[0].Storage || !versions[0].Served {
		return out, fmt.Errorf("%s: %w", crd.Name, errVersions)
	}
	if versions[0].Name != currentVersion {
		return out, nil
	}
	former := *versions[0].DeepCopy()
	former.Name = formerVersion
	former.Storage = false
	former.Deprecated = true
	former.DeprecationWarning = new(formerWarning(out.Spec.Group, out.Spec.Names.Kind, versions[0].DeprecationWarning))

	out.Spec.Versions = []apiextensionsv1.CustomResourceDefinitionVersion{former, versions[0]}
	out.Spec.Conversion = &apiextensionsv1.CustomResourceConversion{Strategy: apiextensionsv1.NoneConverter}
	return out, nil
}

// formerWarning words what the API server says to whoever uses v1alpha1. A kind that is deprecated as a whole keeps
// the warning of its current version, which names the replacement; any other kind only has to move to v1beta1.
func formerWarning(group, kind string, current *string) string {
	former, next := group+"/"+formerVersion, group+"/"+currentVersion
	if current != nil {
		return strings.ReplaceAll(*current, next, former)
	}
	return fmt.Sprintf("%s %s is deprecated; use %s %s", former, kind, next, kind)
}
