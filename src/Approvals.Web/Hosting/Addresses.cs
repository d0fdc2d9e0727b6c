using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Approvals.Web.Hosting;

/// <summary>The addresses that the setting <c>Urls</c> asks for; this machine only, unless the operator says otherwise.</summary>
internal static class Addresses
{
    private const string Default = "http://127.0.0.1:8180";

    public static string[] Of(IConfiguration settings) =>
        (settings["Urls"] ?? Default).Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    public static void RequireFree(IConfiguration settings)
    {
        foreach (var url in Of(settings))
        {
            var address = Parse(url);
            if (address.Port == 0)
            {
                continue;
            }

            try
            {
                using var listener = new TcpListener(ListenedOn(address.Host), address.Port);
                listener.Start();
            }
            catch (SocketException taken) when (taken.SocketErrorCode is SocketError.AddressAlreadyInUse)
            {
                throw Taken(url, taken);
            }
            catch (SocketException refused)
            {
                throw new OfficeException($"不能在 {url} 上提供服务：{refused.Message}", refused);
            }
        }
    }

    /// <summary>The same refusal where somebody took the port after we looked.</summary>
    public static OfficeException? RefusalFor(Exception failure) =>
        failure is IOException { InnerException: AddressInUseException } ? Taken(failure.Message, failure) : null;

    private static OfficeException Taken(string url, Exception cause) =>
        new($"端口已被占用：{url}。请先停止占用它的程序，或用 --Urls=http://127.0.0.1:端口 换一个。", cause);

    private static BindingAddress Parse(string url)
    {
        try
        {
            return BindingAddress.Parse(url);
        }
        catch (FormatException wrong)
        {
            throw new OfficeException($"网址（Urls）写错了：{url}", wrong);
        }
    }

    private static IPAddress ListenedOn(string host) =>
        IPAddress.TryParse(host, out var address) ? address
        : host == "localhost" ? IPAddress.Loopback
        : IPAddress.Any;
}
