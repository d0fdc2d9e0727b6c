using System.Collections.Immutable;
using System.Diagnostics;
using Approvals.Engine;
using Approvals.Engine.Deadlines;
using Approvals.Engine.Definitions;

namespace Approvals.Readers.Pictures;

/// <summary>A definition's conditions, people and times as the words of a picture.</summary>
internal sealed class FlowWords(WorkflowBook book, Workflow workflow)
{
    public const string NobodyCan = "无人可办";

    public static string Of(Occasion occasion) => occasion switch
    {
        Occasion.Drafted => "在此起草",
        Occasion.IssuedElsewhere => "已印发，登记",
        Occasion.Requested => "发起",
        _ => throw new UnreachableException(),
    };

    public static string AnyEarlier(string action) => $"{action}（任选之前的环节）";

    public static string OpenedBy(IEnumerable<string> parents) => $"由“{string.Join("”或“", parents)}”展开";

    /// <summary>When the time is over, and the case goes on by itself.</summary>
    public static string Over(Offset when) =>
        when == Offset.AtDeadline ? "到期自动" : when is { Amount: 0 } ? "到期当天自动" : $"到期（{Of(when)}）自动";

    /// <summary>As the file spells it: -3d, 0d, +1d, -2h.</summary>
    public static string Of(Offset when) => $"{(when.Amount > 0 ? "+" : "")}{when.Amount}" + when.Unit switch
    {
        OffsetUnit.Days => "d",
        OffsetUnit.Workdays => "个工作日",
        OffsetUnit.Hours => "h",
        _ => throw new UnreachableException(),
    };

    public string Time(Term term) => term switch
    {
        Term.Own => "事项时限",
        Term.After { Working: true } after => $"{after.Days}个工作日",
        Term.After after => $"{after.Days}天",
        Term.Hours hours => $"{hours.Number}小时",
        Term.OnDate date => Date(date.Name),
        Term.OfMatters => "问题的限期",
        Term.Every every => $"每{(every.Count == 1 ? "" : every.Count)}{Of(every.Period)}",
        Term.EveryOwn => "按自己的周期",
        _ => throw new UnreachableException(),
    };

    public static string Signs(string who) => $"由{who}办";

    /// <summary>What a ladder sends.</summary>
    public static string Told(Stage stage) =>
        stage.Ladder.OfType<Rung.Remind>().Select(r => Of(r.When)).ToList() is { Count: > 0 } days
            ? $"催办 {string.Join('、', days)}{(stage.Ladder.OfType<Rung.Escalate>().Any() ? "，升级" : "")}"
            : stage.Ladder.OfType<Rung.Escalate>().Any() ? "升级" : "到期";

    public static string Of(Party party) => party switch
    {
        Party.Drafter => "拟稿人",
        Party.DraftingDepartment => "拟稿科室",
        Party.Countersigners => "会签人",
        Party.ResponsibleLeaders => "责任领导",
        Party.FirstLeader => "主责领导",
        Party.ResponsibleDepartments => "责任科室",
        Party.LeadDepartment => "牵头科室",
        Party.SupportingDepartments => "配合科室",
        Party.AssignedDepartment => "承办科室",
        Party.ConcernedDepartments => "所涉科室",
        Party.HostDepartment => "主办科室",
        Party.Inspectors => "验收人员",
        Party.Addressees => "主送科室",
        Party.ConsultedDepartments => "征求意见的科室",
        Party.Readers => "阅知人",
        _ => throw new UnreachableException(),
    };

    /// <summary>Who signs, and whether all of them.</summary>
    public string? Who(Stage stage) => stage.Signers is not { } signers ? null
        : Who(signers.Seats) + stage.Mode switch
        {
            Mode.Any => "",
            Mode.All => "，全部",
            Mode.Sequential => "，依次",
            Mode.LeadLast => "，牵头最后",
            Mode.Ballot => "，票决",
            _ => throw new UnreachableException(),
        };

    public string Who(ImmutableArray<SeatRule> rules) => string.Join("或", rules.Select(Who).Distinct());

    /// <summary>A condition as half a sentence.</summary>
    public string Condition(Expression condition) => condition switch
    {
        Expression.And and => $"{Condition(and.Left)}，并且{Condition(and.Right)}",
        Expression.Or or => $"{Condition(or.Left)}，或者{Condition(or.Right)}",
        Expression.Not not => $"并非{Condition(not.Inner)}",
        Expression.Holds holds => Fact(holds.Fact),
        Expression.Compare compare => $"{Fact(compare.Fact)}{Sign(compare.Op)}{compare.Number}",
        Expression.EveryReached every => $"各{Title(every.Workflow)}都到了“{StageIn(every.Workflow, every.Stage)}”",
        Expression.EveryEnded every => $"各{Title(every.Workflow)}都已结束",
        Expression.ParentReached reached => $"{Parent(reached.Stage)}到了“{StageAbove(reached.Stage)}”",
        Expression.ParentEnded => $"{Parent(null)}已结束",
        Expression.ParentMovedOn => $"{Parent(null)}已往下走",
        Expression.NoneOpen => "没有未了结的问题",
        Expression.SomeEnded some => $"有{Title(some.Workflow)}已结束",
        Expression.SomeReached some => $"有{Title(some.Workflow)}到了“{StageIn(some.Workflow, some.Stage)}”",
        Expression.Known known => $"{Number(known.Number)}已填报",
        Expression.Weigh weigh => $"{Of(weigh.Left)}{Sign(weigh.Op)}{Of(weigh.Right)}",
        _ => throw new UnreachableException(),
    };

    /// <summary>For what a split opens children.</summary>
    public string Opened(Split split) => $"展开“{Title(split.Workflow)}”" + split.Each switch
    {
        Each.Once => "一件",
        Each.Row => "，清单每行一件",
        Each.BodyOf of => $"，每个{Of(of.Party)}一件",
        Each.OpenMatter => "，每个未了结的问题一件",
        _ => throw new UnreachableException(),
    };

    public string Roles(ImmutableArray<RoleId> roles) => string.Join('、', roles.Select(Role));

    /// <summary>What an effect does, for a note.</summary>
    public string Effect(Effect effect) => effect switch
    {
        Engine.Definitions.Effect.Raise => "记下一个问题",
        Engine.Definitions.Effect.Settle => "了结问题",
        Engine.Definitions.Effect.Allocate => "取得文号",
        Engine.Definitions.Effect.Freeze => "定稿",
        Engine.Definitions.Effect.Publish => "公开",
        Engine.Definitions.Effect.ReplaceInParent => "把上级的承办科室一并改派",
        Engine.Definitions.Effect.OpenChild open => $"展开“{Title(open.Workflow)}”",
        Engine.Definitions.Effect.ExtendInParent => "使上级时限延后",
        Engine.Definitions.Effect.Suspend => "停住计时",
        Engine.Definitions.Effect.Resume => "恢复计时",
        Engine.Definitions.Effect.Except => "记下例外的日子",
        Engine.Definitions.Effect.Produce produce => Product(produce.What),
        Engine.Definitions.Effect.Distribute => "分发",
        Engine.Definitions.Effect.CancelChildren => "下级一起撤销",
        Engine.Definitions.Effect.Merge => "并入另一件",
        Engine.Definitions.Effect.Hand => "转交另一件办理",
        Engine.Definitions.Effect.Fold => "数目汇总到上级",
        _ => throw new UnreachableException(),
    };

    private static string Product(Product what) => what switch
    {
        Engine.Definitions.Product.Document => "生成印发稿",
        Engine.Definitions.Product.Bulletin => "生成通报",
        Engine.Definitions.Product.Package => "封存归档包",
        _ => throw new UnreachableException(),
    };

    public static string Ballot(Stage stage, Mode.Ballot ballot) =>
        $"票决：“{stage.Action(ballot.For)?.Title}”够{ballot.Need.Amount}{(ballot.Need.OfHundred ? "%" : "票")}即通过";

    public string Title(WorkflowId id) => book.Workflows.TryGetValue(id, out var known) ? known.Title : id.Value;

    public string StageIn(WorkflowId id, StageId stage) =>
        book.Workflows.TryGetValue(id, out var known) ? known.TitleOf(stage) : stage.Value;

    private string Who(SeatRule rule) => rule switch
    {
        SeatRule.OfRole of => Role(of.Role),
        SeatRule.OfBodies of => Of(of.Party) + string.Join('、', of.Roles.Select(Role)),
        SeatRule.OfPeople { Choose: { } number } of => $"{Of(of.Party)}{number}人",
        SeatRule.OfPeople of => Of(of.Party),
        SeatRule.OfPost of => of.Body + Role(of.Role),
        SeatRule.OfPerson of => of.Name,
        SeatRule.SameAs same => $"同“{workflow.TitleOf(same.Stage)}”",
        _ => throw new UnreachableException(),
    };

    private string Of(Quantity quantity) => quantity switch
    {
        Quantity.Literal literal => $"{literal.Value}",
        Quantity.Named named => Number(named.Name),
        Quantity.OpenMatters => "未了结的问题",
        Quantity.TimesHeld => "已开展次数",
        Quantity.OfChildren { Stage: { } stage } of => $"在“{StageIn(of.Workflow, stage)}”的{Title(of.Workflow)}数",
        Quantity.OfChildren { Name: { } name } of => $"各{Title(of.Workflow)}的{NumberIn(of.Workflow, name)}{Of(of.What)}",
        Quantity.OfChildren of => $"{Title(of.Workflow)}数",
        _ => throw new UnreachableException(),
    };

    private static string Of(ChildSum what) => what switch
    {
        ChildSum.Number => "个数",
        ChildSum.Sum => "合计",
        ChildSum.Average => "平均",
        ChildSum.Lowest => "最低",
        ChildSum.Highest => "最高",
        _ => throw new UnreachableException(),
    };

    private static string Of(RecurrencePeriod period) => period switch
    {
        RecurrencePeriod.Day => "天",
        RecurrencePeriod.Week => "周",
        RecurrencePeriod.Month => "月",
        RecurrencePeriod.Quarter => "季度",
        RecurrencePeriod.HalfYear => "半年",
        RecurrencePeriod.Year => "年",
        _ => throw new UnreachableException(),
    };

    private string Number(string name) => Inputs<Input.Number>().FirstOrDefault(n => n.Name == name)?.Title ?? name;

    private string NumberIn(WorkflowId id, string name) => book.Workflows.TryGetValue(id, out var known)
        ? known.AllActions.SelectMany(a => a.Inputs).OfType<Input.Number>().FirstOrDefault(n => n.Name == name)?.Title ?? name
        : name;

    private IEnumerable<T> Inputs<T>()
        where T : Input =>
        book.Workflows.Values.Prepend(workflow).SelectMany(w => w.Stages).SelectMany(s => s.Actions).SelectMany(a => a.Inputs)
            .OfType<T>();

    private string Date(string name) =>
        Inputs<Input.NamedDate>().FirstOrDefault(d => d.Name == name)?.Title ?? name;

    private string Role(RoleId id) => book.Roles.TryGetValue(id, out var role) ? role.Title : id.Value;

    /// <summary>Those that open such cases, and know the stage.</summary>
    private string Parent(StageId? stage)
    {
        var titles = Above(stage).Select(p => p.Title).ToList();
        return titles.Count == 0 ? "上级" : string.Join('或', titles);
    }

    private string StageAbove(StageId stage) => Above(stage).Select(p => p.TitleOf(stage)).FirstOrDefault() ?? stage.Value;

    private IEnumerable<Workflow> Above(StageId? stage) => book.Workflows.Values
        .Where(p => p.MayOpen(workflow.Id) && (stage is not { } id || p.Stage(id) is not null))
        .OrderBy(p => p.Id.Value, StringComparer.Ordinal);

    private static string Fact(string fact) => fact switch
    {
        Facts.Lead => "由牵头科室承办",
        Facts.Part => "是补缺的一件",
        Facts.Lasting => "长期坚持",
        Facts.Frozen => "已定稿",
        Facts.OpenDifferences => "未裁定的差异",
        Facts.Unconfirmed => "未确认的事项",
        Facts.NewRows => "新立的事项",
        Facts.Overdue => "已逾期",
        Facts.Suspended => "已中止",
        Facts.Urgent => "特急",
        Facts.RecursOnDays => "按日例行",
        Facts.RecursByPeriod => "按期例行",
        _ => fact,
    };

    private static string Sign(Comparison op) => op switch
    {
        Comparison.Equal => "=",
        Comparison.NotEqual => "≠",
        Comparison.Less => "<",
        Comparison.AtMost => "≤",
        Comparison.More => ">",
        Comparison.AtLeast => "≥",
        _ => throw new UnreachableException(),
    };
}
