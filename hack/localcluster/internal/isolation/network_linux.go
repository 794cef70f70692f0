// Copyright The MCP Remote Endpoint Operator Authors.
// SPDX-License-Identifier: Apache-2.0

package isolation

import (
	"fmt"
	"net"
	"os"

	"github.com/vishvananda/netlink"
	"golang.org/x/sys/unix"
)

// setUpNetwork gives the loopback device, the only one of a new network, the node's addresses, and lets packets pass from pod to pod.
func setUpNetwork() error {
	lo, err := netlink.LinkByName("lo")
	if err != nil {
		return fmt.Errorf("find the loopback device: %w", err)
	}
	if err := netlink.LinkSetUp(lo); err != nil {
		return fmt.Errorf("switch the loopback device on: %w", err)
	}
	for _, address := range []string{NodeAddress, MachineAddress} {
		parsed, err := netlink.ParseAddr(address + "/32")
		if err != nil {
			return err
		}
		if err := netlink.AddrAdd(lo, parsed); err != nil {
			return fmt.Errorf("add the address %s: %w", address, err)
		}
	}
	// A process of the node can only connect to a Service if there is a route to its address. kube-proxy's rules then change the
	// address, and with it the route. Where they do not, because no pod serves, the connection is refused at once: that does not work
	// with a route to elsewhere.
	_, services, err := net.ParseCIDR(ServiceRange)
	if err != nil {
		return err
	}
	route := &netlink.Route{
		LinkIndex: lo.Attrs().Index, Dst: services, Src: net.ParseIP(NodeAddress),
		Type: unix.RTN_LOCAL, Table: unix.RT_TABLE_LOCAL, Scope: unix.RT_SCOPE_HOST,
	}
	if err := netlink.RouteAdd(route); err != nil {
		return fmt.Errorf("add the route to Services: %w", err)
	}
	return os.WriteFile("/proc/sys/net/ipv4/ip_forward", []byte("1"), 0o644)
}
