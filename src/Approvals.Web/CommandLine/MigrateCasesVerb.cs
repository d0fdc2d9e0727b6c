using System.CommandLine;
using System.Text.Json;
using Approvals.Engine;
using Approvals.Readers.Definitions;
using Approvals.Web.Features;
using Approvals.Web.Hosting;
using Approvals.Web.Store;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.CommandLine;

/// <summary>Takes live cases over into another edition of the definitions. Rehearses unless told to apply.</summary>
internal static class MigrateCasesVerb
{
    public static Command Create(IConfiguration settings)
    {
        var verb = new Command("migrate-cases", "把正在办理的流程换到另一版流程定义：先预演，--apply 才真正执行");
        var file = new Argument<FileInfo>("FILE") { Description = "换版对照文件（.yaml）" };
        var apply = new Option<bool>("--apply") { Description = "真正执行；不写只预演，什么也不改" };
        var unit = new Option<int?>("--unit-id") { Description = "只换这个单位（编号）；不写就是所有有这一版的单位" };
        var json = new Option<bool>("--json") { Description = "输出一个 JSON 文档" };
        verb.Add(file);
        verb.Add(apply);
        verb.Add(unit);
        verb.Add(json);
        verb.SetAction((parsed, cancellation) => RunAsync(
            settings, parsed.GetRequiredValue(file), parsed.GetValue(unit) is { } id ? new UnitId(id) : null, parsed.GetValue(apply),
            parsed.GetValue(json), cancellation));
        return verb;
    }

    private static async Task<int> RunAsync(
        IConfiguration settings, FileInfo named, UnitId? only, bool apply, bool json, CancellationToken cancellation)
    {
        if (!named.Exists)
        {
            await Console.Error.WriteLineAsync($"没有这个文件：{named}");
            return 2;
        }

        var text = await File.ReadAllTextAsync(named.FullName, cancellation);
        await using var store = await OfficeStore.OpenExistingAsync(settings, cancellation);
        await store.RequireCurrentAsync(cancellation);
        var migrations = CasesSetup.Migrations(store.Database, settings);
        var changes = new List<(UnitRow Unit, EditionChange Change)>();
        var refused = new List<string>();
        foreach (var unit in (await store.Database.UnitsAsync(cancellation)).Where(u => only is null || u.Id == only))
        {
            try
            {
                // Read anew for each unit: what it names is looked up in that unit's editions.
                var file = MigrationReader.Read(named.ToString(), text);
                changes.Add((unit, await migrations.RunAsync(unit.Id, file, apply, cancellation)));
            }
            catch (NoSuchEditionException none)
            {
                refused.Add($"{unit.Name}：{none.Message}");
            }
        }

        if (changes.Count == 0)
        {
            throw new OfficeException(refused.Count == 0 ? "没有这个单位。" : string.Join('\n', refused));
        }

        foreach (var line in json ? [Document(changes, apply)] : changes.SelectMany(c => Lines(c.Unit, c.Change, apply)))
        {
            await Console.Out.WriteLineAsync(line);
        }

        return changes.TrueForAll(c => c.Change.Complete) ? 0 : 1;
    }

    private static IEnumerable<string> Lines(UnitRow unit, EditionChange change, bool apply)
    {
        yield return $"{unit.Name}：从 {change.From[..12]} 换到 {change.To[..12]}，{change.Trees.Sum(t => t.Cases.Length)} 个流程";
        foreach (var tree in change.Trees)
        {
            foreach (var moved in tree.Cases)
            {
                yield return moved.Problem is { } problem
                    ? $"  不能换  {moved.Title}（{moved.Workflow.Title}，{moved.Workflow.TitleOf(moved.From)}）：{Texts.For(problem)}"
                    : $"  {(tree.Refused ? "同一件公文里有不能换的，没有换" : apply ? "已换" : "可以换")}  {moved.Title}"
                        + $"（{moved.Workflow.Title}）：{moved.From} → {moved.To}";
            }
        }

        var stuck = change.Trees.Count(t => t.Refused);
        yield return stuck > 0 ? $"  {stuck} 件公文没有换：请在对照文件里补全后再执行。"
            : apply ? "  全部换完。"
            : "  预演完毕，什么也没有改；加上 --apply 执行。";
    }

    private static string Document(List<(UnitRow Unit, EditionChange Change)> changes, bool apply) => JsonSerializer.Serialize(
        changes.Select(c => new
        {
            unit = c.Unit.Id.Value,
            from = c.Change.From,
            to = c.Change.To,
            applied = apply,
            complete = c.Change.Complete,
            cases = c.Change.Trees.SelectMany(t => t.Cases.Select(m => new
            {
                root = t.Root.Value,
                @case = m.Case.Value,
                workflow = m.Workflow.Id.Value,
                title = m.Title,
                from = m.From.Value,
                to = m.To?.Value,
                problem = m.Problem is { } problem ? Texts.For(problem) : null,
                moved = apply && !t.Refused,
            })),
        }),
        Json.Options);
}
