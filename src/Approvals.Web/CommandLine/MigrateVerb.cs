using System.CommandLine;
using Approvals.Web.Hosting;
using Approvals.Web.Store;

namespace Approvals.Web.CommandLine;

/// <summary>Brings the schema up to date without serving.</summary>
internal static class MigrateVerb
{
    public static Command Create(IConfiguration settings)
    {
        var verb = new Command("migrate", "升级数据库结构");
        verb.SetAction((_, cancellation) => RunAsync(settings, cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(IConfiguration settings, CancellationToken cancellation)
    {
        await using var store = await OfficeStore.OpenAsync(settings, cancellation);
        if (store.OwnerConnection is null)
        {
            throw new OfficeException("升级数据库结构需要属主的连接：请设置 ConnectionStrings:ApprovalsOwner。");
        }

        var done = await store.BringUpToDateAsync(cancellation);
        foreach (var name in done)
        {
            await Console.Out.WriteLineAsync($"已执行 {name}");
        }

        await Console.Out.WriteLineAsync($"数据库结构已是最新：{Migrator.Released[^1].Name}");
        return 0;
    }
}
