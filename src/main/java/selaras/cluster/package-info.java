/** Who the nodes are, and who is responsible for what. Pure Java: no sockets, no clocks. */
package selaras.cluster;
