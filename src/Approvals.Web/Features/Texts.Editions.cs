using System.Diagnostics;
using Approvals.Engine.Cases;

namespace Approvals.Web.Features;

/// <summary>Texts of a change of edition (换版).</summary>
public static partial class Texts
{
    public static string For(MigrationProblem problem) => problem switch
    {
        MigrationProblem.Unmapped unmapped => $"对照文件没有写环节 {unmapped.Stage} 对应新版的哪个环节",
        MigrationProblem.NoSuchWorkflow none => $"新版里没有流程 {none.Workflow}",
        MigrationProblem.NoSuchStage none => $"新版里没有环节 {none.To}，或者它是结局",
        MigrationProblem.OtherSeats other => $"旧环节和新环节 {other.To} 一个有人签办、一个没有，接不上",
        MigrationProblem.UnknownVote vote => $"本轮已经有人签了 {vote.Action}，新环节 {vote.To} 没有这个动作",
        MigrationProblem.TwoBecomeOne two => $"走过的两个环节都对应到 {two.To}，谁签过什么就分不清了",
        MigrationProblem.NeverSplit never => $"新环节 {never.To} 要等 {never.Child}，这件事却从来没有拆分出它",
        _ => throw new UnreachableException(),
    };
}
