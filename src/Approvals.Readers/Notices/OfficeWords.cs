using System.Collections.Immutable;

namespace Approvals.Readers.Notices;

internal enum Column
{
    Other,
    No,
    Title,
    Plan,
    Leaders,
    Departments,
    Lead,
    Support,
    Deadline,
}

/// <summary>The vocabulary that reading stands on, as data. No unit's own names are in it.</summary>
internal static class OfficeWords
{
    /// <summary>Heads of columns. An exact head wins, then the longest that is part of the cell.</summary>
    private static readonly ImmutableArray<(Column Column, string[] Heads)> _columns =
    [
        (Column.No, ["序号", "编号", "项次", "No", "No."]),
        (Column.Title, ["重点举措", "举措", "工作任务", "重点任务", "主要任务", "任务", "任务名称", "重点工作", "工作项目", "项目", "项目名称", "事项", "工作事项", "整改事项"]),
        (
            Column.Plan, ["工作计划及进度安排", "工作计划", "进度安排", "具体措施", "工作措施", "工作内容", "具体内容", "实施内容", "任务内容", "工作要求", "目标要求", "具体要求",
                "工作目标", "整改措施", "主要措施"]),
        (Column.Leaders, ["责任领导", "分管领导", "牵头领导", "分管院领导", "责任院领导", "挂钩领导", "责任人"]),
        (Column.Lead, ["牵头科室", "牵头部门", "牵头单位", "主办科室", "主办部门", "主责科室"]),
        (Column.Support, ["配合科室", "配合部门", "配合单位", "协办科室", "协办部门", "协同科室", "参与科室"]),
        (Column.Departments, ["责任科室", "责任部门", "责任单位", "承办科室", "承办部门", "落实科室", "责任处室"]),
        (Column.Deadline, ["完成时限", "完成时间", "时限", "办理时限", "时间节点", "整改时限", "时间要求", "完成期限"]),
        (Column.Other, ["备注", "完成标准", "完成情况", "类别", "进展情况"]),
    ];

    private static readonly ImmutableDictionary<string, Column> _heads =
        _columns.SelectMany(c => c.Heads.Select(h => (h, c.Column))).ToImmutableDictionary(x => x.h, x => x.Column);

    private static readonly ImmutableArray<string> _headsByLength = [
        .. _heads.Keys.Where(h => h.Length > 2).OrderByDescending(h => h.Length)];

    /// <summary>Last words of the names of bodies.</summary>
    public const string BodyEnds = "委员会|党委|支部|总支|办公室|领导小组|工作组|专班|病区|医院|中心|学院|公司|工会|团委|药剂|药房|科|室|办|部|处|院|局|站|所|组|会|队";

    /// <summary>Last words of the names of documents.</summary>
    public const string DocumentEnds = "实施方案|工作方案|活动方案|行动方案|方案|办法|细则|规定|制度|计划|规划|要点|意见|清单|预案|规程|章程|指南|标准|分工|安排";

    /// <summary>Kinds of documents (文种) that a title ends with.</summary>
    public const string DocumentKinds = "通知|通报|意见|决定|决议|公告|通告|报告|请示|批复|函|纪要|议案|命令|公报";

    /// <summary>A name that begins so stands for many.</summary>
    public static ImmutableArray<string> CollectiveBeginnings { get; } = ["各", "所有", "全体", "全院", "有关", "相关"];

    /// <summary>Verbs that want a clause after them, so that a bare noun leaves the sentence cut off.</summary>
    public const string ClauseVerbs = "确保|保证|力争|力求|使得|以便|致使";

    /// <summary>Nouns that cannot end what such a verb began.</summary>
    public const string BareNouns = "活动|工作|任务|项目|行动|方案|制度|机制|措施|计划|服务|人员|群众|患者|病人|职工|单位|科室|部门|医院|事项|问题";

    /// <summary>Words of a predicate; with one of them the clause is whole.</summary>
    public const string Predicates = "开展|落实|推进|完成|取得|达到|达标|做|有|得到|得以|满意|安全|顺利|解决|实现|见效|到位|优质|有序|不|无|能|可以|按|成为|高质量|平稳|畅通|受益";

    public static bool IsColumnHead(string cell) => cell.Length is > 0 and <= 14 && TryColumn(cell, out _);

    public static Column ColumnOf(string cell) => TryColumn(cell, out var column) ? column : Column.Other;

    private static bool TryColumn(string cell, out Column column)
    {
        if (_heads.TryGetValue(cell, out column))
        {
            return true;
        }

        var part = _headsByLength.FirstOrDefault(h => cell.Contains(h, StringComparison.Ordinal));
        column = part is null ? Column.Other : _heads[part];
        return part is not null;
    }
}
