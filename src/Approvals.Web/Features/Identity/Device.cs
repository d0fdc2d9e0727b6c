using System.Net;

namespace Approvals.Web.Features.Identity;

/// <summary>Where a session was begun, as its owner knows it again: 微信 · Android, 192.168.3.7.</summary>
/// <param name="Browser">A few words; the header itself is not kept.</param>
/// <param name="Address">As the server saw it: behind a proxy that the settings do not name, the proxy's. Null: unknown.</param>
public sealed record Device(string Browser, string? Address)
{
    // In order: whoever comes later is named by those before him too.
    private static readonly (string Mark, string Name)[] Browsers =
    [
        ("wxwork/", "企业微信"), ("MicroMessenger/", "微信"), ("DingTalk/", "钉钉"), ("Lark/", "飞书"), ("Feishu/", "飞书"),
        ("QQBrowser/", "QQ 浏览器"), ("360SE", "360 浏览器"), ("360EE", "360 浏览器"), ("UCBrowser/", "UC 浏览器"), ("Quark/", "夸克"),
        ("HuaweiBrowser/", "华为浏览器"), ("MiuiBrowser/", "小米浏览器"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"), ("CriOS/", "Chrome"), ("Chrome/", "Chrome"), ("Safari/", "Safari"),
    ];

    private static readonly (string Mark, string Name)[] Systems =
    [
        ("HarmonyOS", "鸿蒙"), ("OpenHarmony", "鸿蒙"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"),
        ("Windows", "Windows"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ];

    public static Device Of(HttpContext context) =>
        new(Named(context.Request.Headers.UserAgent.ToString()), Plain(context.Connection.RemoteIpAddress));

    internal static string Named(string agent)
    {
        var names = new[] { First(Browsers, agent), First(Systems, agent) }.OfType<string>().ToList();
        return names.Count == 0 ? Texts.Devices.Unknown : string.Join(" · ", names);
    }

    private static string? First((string Mark, string Name)[] known, string agent) =>
        known.FirstOrDefault(k => agent.Contains(k.Mark, StringComparison.OrdinalIgnoreCase)).Name;

    private static string? Plain(IPAddress? address) =>
        (address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)?.ToString();
}
