using System.Text;
using System.Text.RegularExpressions;
using Approvals.Engine.Definitions;
using Approvals.Readers.Definitions;

namespace Approvals.Tests.Definitions;

/// <summary>
/// The examples of docs/definitions.md, each put where it belongs in a small edition in which every name on the page means
/// something: a case that its parent splits off, that splits off tasks, and that comes from its draft to its end.
/// </summary>
internal static partial class PageExamples
{
    private const string Roles = """
        apiVersion: approvals/1
        roles:
          clerk: {title: 文书, may: [see_all]}
          leader: {title: 院领导}
          head: {title: 负责人}
          deputy: {title: 副职}
        """;

    private const string Whole = """
        apiVersion: approvals/1
        workflow: whole
        title: 整体
        at_any_stage:
          told: {title: 收到, handed: true}
          call-off: {title: 撤销, to: gone, signers: {role: clerk}, effects: [cancel: children]}
        stages:
          - id: draft
            title: 开始
            signers: {role: clerk}
            actions:
              begin: {title: 开始, to: sign, needs: [drafter, host_department, responsible_departments]}
              report-up: {title: 上报, effects: [open: report]}
              circulate: {title: 传阅, needs: [readers], effects: [open: reading]}
          - id: sign
            title: 办理
            split: [{workflow: letter}]
            wait: {until: every letter has ended, to: done}
        ends: [{id: done, title: 办结}, {id: gone, title: 撤销}]
        """;

    private const string Task = """
        apiVersion: approvals/1
        workflow: task
        title: 分工
        at_any_stage: {told: {title: 收到, handed: true}}
        stages:
          - id: work
            title: 办理
            signers: {role: clerk}
            actions: {submit: {title: 提交, to: sent, needs: [{number: cost, title: 费用}, {number: rate, title: 评估率}]}}
        ends: [{id: sent, title: 已交}, {id: gone, title: 撤销, cancelled: true}]
        """;

    private const string Report = """
        apiVersion: approvals/1
        workflow: report
        title: 上报
        stages:
          - id: read
            title: 阅示
            signers: {role: clerk}
            actions: {read: {title: 已阅, to: seen}}
        ends: [{id: seen, title: 已阅}, {id: gone, title: 撤销, cancelled: true}]
        """;

    private const string Reading = """
        apiVersion: approvals/1
        workflow: reading
        title: 传阅
        stages:
          - id: read
            title: 阅
            signers: {people: readers}
            actions: {read: {title: 已阅, to: seen}}
        ends: [{id: seen, title: 已阅}, {id: gone, title: 撤销, cancelled: true}]
        """;

    /// <summary>
    /// What an example, or any of its key, asks for besides itself: of the stage, and of its action; nothing takes a key away.
    /// </summary>
    private static readonly Dictionary<string, ((string Key, string? Value)[] Stage, (string Key, string? Value)[] Action)> Beside = new()
    {
        ["due_time"] = ([("deadline", "2 workdays")], []),
        ["remind"] = ([("deadline", "2 workdays")], []),
        ["escalate"] = ([("deadline", "2 workdays")], []),
        ["on_deadline"] = ([("deadline", "2 workdays")], []),
        ["urgent_deadline"] = ([("deadline", "2 workdays")], []),
        ["{every: 1 quarter}"] = ([], [("fulfils", "true"), ("to", null)]),
        ["{every: own}"] = ([], [("fulfils", "true"), ("to", null)]),
        ["fulfils"] = ([("deadline", "{every: 1 month}")], [("to", null)]),
        ["held >= 50"] = ([("by_exception", "own")], []),
        ["{occurrence: held, title: 停诊日期}"] = ([("by_exception", "own")], [("effects", "[except: called_off]"), ("to", null)]),
        ["else_say"] = ([], [("when", "not lasting")]),
        ["by"] = ([("signers", "{bodies: lead_department, roles: [head, deputy]}")], []),
        ["then"] = ([], [("to", "draft")]),
        ["recall"] = ([], [("to", "check")]),
    };

    /// <summary>Every example that stands in a table row or a fragment: where it stands, and the edition with it in its place.</summary>
    public static IEnumerable<(string Told, IEnumerable<DefinitionFile> Edition)> In(string page) =>
        Rows(page, "## A file").Where(row => row.Key != "stages").Select(row => (row.Told, OfFile(row.Key, row.Example)))
            .Concat(Rows(page, "## A stage").Select(row => (row.Told, OfStage(row.Key, row.Example))))
            .Concat(Rows(page, "## An action").Select(row => (row.Told, OfAction(row.Key, row.Example))))
            .Concat(Rows(page, "## Conditions").Select(row => (row.Told, OfCondition(row.Example))))
            .Concat(Fragment().Matches(page).Select(m => (m.Groups[1].Value, OfFragment(m.Groups[1].Value))));

    private static IEnumerable<DefinitionFile> OfFile(string key, string example) => key == "roles"
        ? Edition([], [], [], $"apiVersion: approvals/1\nroles: {{{example}, leader: {{title: 院领导}}, head: {{title: 负责人}}, deputy: {{title: 副职}}}}")
        : Edition([(key, example)], [], []);

    private static IEnumerable<DefinitionFile> OfFragment(string text) =>
        Edition([(text[..text.IndexOf(':', StringComparison.Ordinal)], text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..])], [], []);

    private static IEnumerable<DefinitionFile> OfStage(string key, string example)
    {
        var (name, value) = key switch
        {
            "at_least" => ("signers", $"{{people: inspectors, at_least: {example}}}"),
            "at" or "when" => ("split", $"[{example}]"),
            "split" or "escalate" when example.StartsWith('{') => (key, $"[{example}]"),
            _ => (key, example),
        };
        var (stage, action) = With(key, example);
        return Edition([], [.. stage, (name, value)], action);
    }

    private static IEnumerable<DefinitionFile> OfAction(string key, string example)
    {
        var value = example.StartsWith($"{key}:", StringComparison.Ordinal) ? example[(key.Length + 1)..].Trim() : example;
        var (stage, action) = With(key, example);
        return Edition([], stage, [.. action, (key, key is "needs" or "effects" && value.StartsWith('{') ? $"[{value}]" : value)]);
    }

    /// <summary>What is counted of a notice stands where no other case is above.</summary>
    private static IEnumerable<DefinitionFile> OfCondition(string example) => !Facts.Counted.Any(fact => example.StartsWith(fact, StringComparison.Ordinal))
        ? OfAction("when", example)
        : Edition([], [], []).Select(f => f.Name != "whole.yaml" ? f : f with
        {
            Bytes = Encoding.UTF8.GetBytes(Whole.Replace("begin: {title: 开始,", $"begin: {{title: 开始, when: {example},", StringComparison.Ordinal)),
        });

    private static ((string Key, string? Value)[] Stage, (string Key, string? Value)[] Action) With(string key, string example) =>
        Beside.TryGetValue(example, out var beside) || Beside.TryGetValue(key, out beside) ? beside : ([], []);

    /// <summary>What is said takes the place of what stands there otherwise.</summary>
    private static IEnumerable<DefinitionFile> Edition(
        (string Key, string? Value)[] file, (string Key, string? Value)[] stage, (string Key, string? Value)[] action, string roles = Roles)
    {
        (string, string)[] files =
        [
            ("letter.yaml", Lines("", With(
                [
                    ("apiVersion", "approvals/1"), ("workflow", "letter"), ("title", "函件办理"), ("numbers", "[goal]"),
                    ("stages", Stages(stage, action)), ("ends", "[{id: done, title: 办结}, {id: off, title: 已撤销, cancelled: true}]"),
                ], file))),
            ("whole.yaml", Whole), ("task.yaml", Task), ("report.yaml", Report), ("reading.yaml", Reading), ("roles.yaml", roles),
        ];
        return files.Select(f => new DefinitionFile(f.Item1, Encoding.UTF8.GetBytes(f.Item2)));
    }

    private static string Stages((string Key, string? Value)[] stage, (string Key, string? Value)[] action) => "\n" + $$$"""
          - id: draft
            title: 拟稿
            signers: {people: drafter}
            actions:
              hand-in:
                title: 提交
                to: check
                needs:
                  [responsible_leaders, lead_department, countersigners, inspectors, addressees, consulted_departments,
                   {date: checks, title: 验收日}, {date: finish, title: 结束日}, {number: rate, title: 评估率}]
          - id: check
            title: 核稿
            signers: {role: clerk}
            actions: {agree: {title: 同意, to: inspecting}, gap: {title: 记差距, to: inspecting, needs: [reason, date], effects: [raise: gap, raise: finding]}}
          - id: inspecting
            title: 检查
            signers: {role: clerk}
            actions: {pass: {title: 通过, to: try}}
          - id: try
            title: 试
        {{{Lines("    ", With([("signers", "{role: clerk}"), ("actions", Actions(action))], stage))}}}
          - id: sign
            title: 签发
            signers: {role: clerk}
            split: [{workflow: task}]
            wait: {until: every task has ended, to: number}
            actions: {settle: {title: 解决, to: number, effects: [settle: gap, settle: finding]}}
          - id: number
            title: 编号
            signers: {role: clerk}
            actions: {take: {title: 编号, to: done}}
        """;

    private static string Actions((string Key, string? Value)[] action) =>
        $"{{try: {{{string.Join(", ", With([("title", "试"), ("to", "sign")], action).Select(a => $"{a.Key}: {a.Value}"))}}}, "
        + "agree: {title: 同意, to: sign}, return: {title: 退回, to: draft, needs: [reason]}}";

    private static IEnumerable<(string Key, string? Value)> With((string Key, string? Value)[] usual, (string Key, string? Value)[] said) =>
        usual.Where(u => said.All(s => s.Key != u.Key)).Concat(said).Where(k => k.Value is not null);

    private static string Lines(string indent, IEnumerable<(string Key, string? Value)> keys) =>
        string.Join('\n', keys.Select(k => $"{indent}{k.Key}: {k.Value}"));

    /// <summary>The examples of a section's table; those in its explanations are what is written whole, in braces or brackets.</summary>
    private static IEnumerable<(string Told, string Key, string Example)> Rows(string page, string heading)
    {
        var key = "";
        foreach (var line in page[page.IndexOf(heading, StringComparison.Ordinal)..].Split("\n## ")[0].Split('\n').Where(l => l.StartsWith("| ")))
        {
            var cells = line.Split(" | ", 3);
            var examples = heading == "## Conditions" ? cells[0] : cells.ElementAtOrDefault(1) ?? "";
            var means = heading == "## Conditions" ? "" : cells.ElementAtOrDefault(2) ?? "";
            key = Code().Match(cells[0]) is { Success: true } named ? named.Groups[1].Value : key;
            foreach (var example in Code().Matches(examples).Concat(Code().Matches(means).Where(m => Written(m.Groups[1].Value)))
                .Select(m => m.Groups[1].Value))
            {
                yield return ($"{heading} {key}: {example}", key, example);
            }
        }
    }

    /// <summary>Not a placeholder such as <c>{body_of: PARTY}</c>.</summary>
    private static bool Written(string code) => code[0] is '{' or '[' && !Placeholder().IsMatch(code);

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("[A-Z]{3}")]
    private static partial Regex Placeholder();

    /// <summary>A block of the page that is a part of a file.</summary>
    [GeneratedRegex(@"```yaml\n((?!#)[^`]*)```")]
    private static partial Regex Fragment();
}
