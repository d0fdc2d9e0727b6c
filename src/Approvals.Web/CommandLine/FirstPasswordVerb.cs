using System.CommandLine;
using Approvals.Web.Features.Accounts;
using Approvals.Web.Store;

namespace Approvals.Web.CommandLine;

/// <summary>救急: a new first password for one of the three administrators whom nobody else can help; for whoever is at the machine itself.</summary>
internal static class FirstPasswordVerb
{
    public const string Name = "first-password";

    public static Command Create(IConfiguration settings)
    {
        var verb = new Command(Name, "给系统、安全或审计管理员重发初始密码（本人忘了密码，又没有别的系统管理员时用），记入操作留痕");
        var login = new Argument<string>("LOGIN") { Description = "这位管理员的登录名" };
        var factor = new Option<bool>("--reset-second-factor") { Description = "同时重置两步验证（手机和恢复码都丢了时用）" };
        verb.Add(login);
        verb.Add(factor);
        verb.SetAction((parsed, cancellation) => RunAsync(
            settings, parsed.GetRequiredValue(login), parsed.GetValue(factor), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(IConfiguration settings, string login, bool factor, CancellationToken cancellation)
    {
        await using var store = await OfficeStore.OpenExistingAsync(settings, cancellation);
        await store.RequireCurrentAsync(cancellation);
        foreach (var line in await new Rescue(store.Database).GiveAsync(login, factor, cancellation))
        {
            await Console.Out.WriteLineAsync(line);
        }

        return 0;
    }
}
