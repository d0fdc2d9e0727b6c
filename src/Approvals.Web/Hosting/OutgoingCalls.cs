using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Approvals.Web.Hosting;

/// <summary>
/// Calls to other houses. Whatever an address says or a name leads to, none reaches this machine or the office's own network, unless the
/// setting <c>Outgoing:Allowed</c> names it: addresses and networks, parted by commas (10.1.2.3, 10.1.0.0/16, fd00::/8).
/// </summary>
public sealed record OutgoingCalls(ImmutableArray<IPNetwork> Allowed)
{
    private const string Setting = "Outgoing:Allowed";

    /// <summary>This host, private, shared, link-local, documentation, benchmarking, multicast and reserved (RFC 6890), of both families.</summary>
    private static readonly ImmutableArray<IPNetwork> _own =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
            "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
            "::/128", "::1/128", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16", "fc00::/7", "fe80::/10",
            "ff00::/8",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <exception cref="OfficeException">One of the addresses is none.</exception>
    public static OutgoingCalls Read(IConfiguration settings) => new(NetworksOf(settings, Setting));

    /// <summary>Addresses and networks of a setting, parted by commas.</summary>
    /// <exception cref="OfficeException">One of the addresses is none.</exception>
    internal static ImmutableArray<IPNetwork> NetworksOf(IConfiguration settings, string setting) =>
    [
        .. (settings[setting] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(text =>
            IPNetwork.TryParse(text, out var network) ? network
            : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128)
            : throw new OfficeException($"设置 {setting} 里的“{text}”不是网络地址，请写成 10.1.2.3 或 10.1.0.0/16，多个用逗号隔开。")),
    ];

    public bool MayReach(IPAddress address)
    {
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Allowed.Any(network => network.Contains(plain)) || !_own.Any(network => network.Contains(plain));
    }

    /// <summary>
    /// Looks at the address itself, when the connection is made: a name may lead elsewhere each time it is asked. No proxy, which would
    /// look for us, and no redirection.
    /// </summary>
    public SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectCallback = ConnectAsync,
    };

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var reachable = (await Dns.GetHostAddressesAsync(host, cancellation)).Where(MayReach).ToArray();
        if (reachable.Length == 0)
        {
            throw new HttpRequestException($"{host} is in the own network, and {Setting} does not name it");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(reachable, port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
