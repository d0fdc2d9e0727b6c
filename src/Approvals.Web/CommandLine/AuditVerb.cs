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
        var verb = new Command("audit", "核验历史：逐条重算指纹，与数据行和签过名的审计锚比较");
        var json = new Option<bool>("--json") { Description = "输出一个 JSON 文档" };
        verb.Add(json);
        verb.SetAction((parsed, cancellation) => RunAsync(settings, parsed.GetValue(json), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(IConfiguration settings, bool json, CancellationToken cancellation)
    {
        await using var store = await OfficeStore.OpenExistingAsync(settings, cancellation);
        await store.RequireCurrentAsync(cancellation);
        var audit = new CaseAudit(store.Database);
        var anchors = new AnchorAudit(store.Database, AnchorKey.Of(settings));
        var units = new List<(UnitAudit Cases, AnchorsAudit Anchors)>();
        foreach (var unit in await store.Database.UnitsAsync(cancellation))
        {
            var audited = (Cases: await audit.AuditAsync(unit, cancellation), Anchors: await anchors.AuditAsync(unit, cancellation));
            units.Add(audited);
            foreach (var line in json ? [] : Lines(audited.Cases, audited.Anchors))
            {
                await Console.Out.WriteLineAsync(line);
            }
        }

        var whole = units.All(u => u.Cases.First is null && u.Anchors.First is null);
        if (json)
        {
            await Console.Out.WriteLineAsync(JsonSerializer.Serialize(
                new { whole, units = units.Select(u => Document(u.Cases, u.Anchors)) }, Json.Options));
        }
        else if (units.Count == 0)
        {
            await Console.Out.WriteLineAsync("还没有任何单位");
        }

        return whole ? 0 : 1;
    }

    private static IEnumerable<string> Lines(UnitAudit unit, AnchorsAudit anchors)
    {
        yield return $"{unit.Unit.Name}：流程 {unit.Cases} 个，事件 {unit.Events} 个，"
            + (unit.First is { } fault ? $"不符 {unit.Faulty} 处，第一处：{Place(fault)}" : "全部相符");
        if (unit.Parked > 0)
        {
            yield return $"{unit.Unit.Name}：注意，有 {unit.Parked} 处流程停住了，走不下去，原因见各事项页面";
        }

        if (anchors.First is { } broken)
        {
            yield return $"{unit.Unit.Name}：审计锚不符：{Place(broken)}";
        }
        else if (anchors.Count > 0)
        {
            yield return $"{unit.Unit.Name}：审计锚 {anchors.Count} 个，签名和覆盖的历史全部相符，每日的锚到 {anchors.Last:yyyy-MM-dd} 为止";
        }

        foreach (var (about, stamp) in anchors.Trees)
        {
            yield return $"{unit.Unit.Name}：总结报告的锚 {stamp.Day:yyyy-MM-dd} {stamp.Short}（流程 {about}，密钥 {stamp.Key}）";
        }
    }

    private static string Place(AuditFault fault) =>
        $"{(fault.Case is { } id ? $"流程 {id} " : "")}{(fault.Seq is { } seq ? $"第 {seq} 个事件 " : "")}{fault.What}";

    private static object? Document(AuditFault? fault) =>
        fault is { } first ? new { @case = first.Case?.ToString(), seq = first.Seq, what = first.What } : null;

    private static object Document(UnitAudit unit, AnchorsAudit anchors) => new
    {
        unit = unit.Unit.Id.Value,
        name = unit.Unit.Name,
        cases = unit.Cases,
        events = unit.Events,
        faulty = unit.Faulty,
        parked = unit.Parked,
        first = Document(unit.First),
        anchors = new
        {
            count = anchors.Count,
            last = anchors.Last,
            trees = anchors.Trees.Select(t => new { @case = t.About.ToString(), day = t.Stamp.Day, hash = t.Stamp.Hash, key = t.Stamp.Fingerprint }),
            first = Document(anchors.First),
        },
    };
}
