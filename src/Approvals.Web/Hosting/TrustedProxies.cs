using Microsoft.AspNetCore.HttpOverrides;

namespace Approvals.Web.Hosting;

/// <summary>
/// Proxies of the office (设置 <c>TrustedProxies</c>: addresses and networks, parted by commas). What one of them says of where a request
/// comes from is believed; what anybody else says is not. By what scheme people come, the office's address says.
/// </summary>
internal static class TrustedProxies
{
    private const string Setting = "TrustedProxies";

    /// <summary>Null: no proxy is named, and every request comes from where it comes from.</summary>
    /// <exception cref="OfficeException">One of the addresses is none.</exception>
    public static ForwardedHeadersOptions? Read(IConfiguration settings)
    {
        var networks = OutgoingCalls.NetworksOf(settings, Setting);
        if (networks.IsEmpty)
        {
            return null;
        }

        // Through as many as are named, one behind the other.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in networks)
        {
            options.KnownIPNetworks.Add(network);
        }

        return options;
    }
}
