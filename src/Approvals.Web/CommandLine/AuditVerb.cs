using System.CommandLine;
using System.Text.Json;
using Approvals.Web.Store;
using Approvals.Web.Store.Audit;

namespace Approvals.Web.CommandLine;

/// <summary>Proves the histories of every unit, one line a unit; names the first broken link.</summary>
internal static class AuditVerb
{
    public static Command Create(IConfiguration settings)
    {
        var verb = new Command("audit", "核验历史：逐条重算指纹，并与数据行比较");
        var json = new Option<bool>("--json") { Description = "输出一个 JSON 文档" };
        verb.Add(json);
        verb.SetAction((parsed, cancellation) => RunAsync(settings, parsed.GetValue(json), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(IConfiguration settings, bool json, CancellationToken cancellation)
    {
        await using var store = await OfficeStore.OpenAsync(settings, cancellation);
        await store.RequireCurrentAsync(cancellation);
        var audit = new CaseAudit(store.Database);
        var units = new List<UnitAudit>();
        foreach (var unit in await store.Database.UnitsAsync(cancellation))
        {
            var audited = await audit.AuditAsync(unit, cancellation);
            units.Add(audited);
            if (!json)
            {
                await Console.Out.WriteLineAsync(Line(audited));
            }

            if (!json && audited.Parked > 0)
            {
                await Console.Out.WriteLineAsync($"{unit.Name}：注意，有 {audited.Parked} 处流程停住了，走不下去，原因见各事项页面");
            }
        }

        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(
                new { whole = units.All(u => u.First is null), units = units.Select(Document) }, Json.Options));
        }
        else if (units.Count == 0)
        {
            await Console.Out.WriteLineAsync("还没有任何单位");
        }

        return units.All(u => u.First is null) ? 0 : 1;
    }

    private static string Line(UnitAudit unit) =>
        $"{unit.Unit.Name}：流程 {unit.Cases} 个，事件 {unit.Events} 个，" + (unit.First is not { } first ? "全部相符" :
            $"不符 {unit.Faulty} 处，第一处：{(first.Case is { } id ? $"流程 {id} " : "")}"
            + $"{(first.Seq is { } seq ? $"第 {seq} 个事件 " : "")}{first.What}");

    private static object Document(UnitAudit unit) => new
    {
        unit = unit.Unit.Id.Value,
        name = unit.Unit.Name,
        cases = unit.Cases,
        events = unit.Events,
        faulty = unit.Faulty,
        parked = unit.Parked,
        first = unit.First is { } first ? new { @case = first.Case?.ToString(), seq = first.Seq, what = first.What } : null,
    };
}
