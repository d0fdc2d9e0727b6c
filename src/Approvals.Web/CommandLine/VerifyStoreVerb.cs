using System.CommandLine;
using System.Text.Json;
using Approvals.Web.Store;
using Approvals.Web.Store.Verify;

namespace Approvals.Web.CommandLine;

/// <summary>Asks whether the invariants of the store hold, unit by unit; changes nothing.</summary>
internal static class VerifyStoreVerb
{
    public static Command Create(IConfiguration settings)
    {
        var verb = new Command("verify-store", "自检数据：流程、待办件、表决、文号、消息之间必须成立的关系");
        var json = new Option<bool>("--json") { Description = "输出一个 JSON 文档" };
        verb.Add(json);
        verb.SetAction((parsed, cancellation) => RunAsync(settings, parsed.GetValue(json), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(IConfiguration settings, bool json, CancellationToken cancellation)
    {
        await using var store = await OfficeStore.OpenExistingAsync(settings, cancellation);
        await store.RequireCurrentAsync(cancellation);
        var check = new StoreCheck(store.Database);
        var units = new List<(UnitRow Unit, IReadOnlyList<BrokenRule> Broken)>();
        foreach (var unit in await store.Database.UnitsAsync(cancellation))
        {
            units.Add((unit, await check.RunAsync(unit.Id, cancellation)));
        }

        var sound = units.All(u => u.Broken.All(b => !b.Rule.Fault));
        foreach (var line in json ? [Document(sound, units)] : Lines(units))
        {
            await Console.Out.WriteLineAsync(line);
        }

        return sound ? 0 : 1;
    }

    private static IEnumerable<string> Lines(List<(UnitRow Unit, IReadOnlyList<BrokenRule> Broken)> units) => units.Count == 0
        ? ["还没有任何单位"]
        : units.SelectMany(u => (IEnumerable<string>)
        [
            $"{u.Unit.Name}：自检 {StoreRules.All.Count} 项，"
            + (u.Broken.Count(b => b.Rule.Fault) is > 0 and var faults ? $"不成立 {faults} 项" : "全部成立"),
            .. u.Broken.Select(b => $"{u.Unit.Name}：{(b.Rule.Fault ? "" : "注意，")}{b.Sentence}"),
        ]);

    private static string Document(bool sound, List<(UnitRow Unit, IReadOnlyList<BrokenRule> Broken)> units) =>
        JsonSerializer.Serialize(
            new
            {
                sound,
                units = units.Select(u => new
                {
                    unit = u.Unit.Id.Value,
                    name = u.Unit.Name,
                    rules = StoreRules.All.Count,
                    broken = u.Broken.Select(b => new
                    {
                        rule = b.Rule.Name,
                        fault = b.Rule.Fault,
                        what = b.Rule.Sentence,
                        count = b.Count,
                        first = b.First,
                    }),
                }),
            },
            Json.Options);
}
