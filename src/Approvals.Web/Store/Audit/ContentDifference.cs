using Approvals.Engine;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Store.Audit;

/// <summary>Compares what was signed with what is kept now, in words.</summary>
internal static class ContentDifference
{
    /// <param name="content">Null for a case that is about no notice.</param>
    public static AuditFault? Fault(CaseId id, SignedContent? content, History history) =>
        content is null ? null
        : !content.IsAsKept ? new AuditFault(id, null, content.Changed is { } part ? $"{Named(part)}被改动过" : "公文内容的指纹被改动过")
        : history.Final is { } final && final != content.Hash ? new AuditFault(id, null, "定稿后公文内容被改动过：与定稿时的指纹不符")
        : null;

    /// <summary>A part of <see cref="SignedContent"/> as the office calls it.</summary>
    private static string Named(string part) => part.Split(' ', 2) switch
    {
        ["source"] => "公文原文件",
        ["title"] => "公文标题",
        ["issuer"] => "发文机关",
        ["dates"] => "公文日期或代字",
        ["addressees"] => "主送或抄送",
        ["number"] => "发文字号",
        ["points", var no] => $"第{no}项的要点",
        ["recurrence", var no] => $"第{no}项的例行要求",
        ["same", var no] => $"第{no}项与在办事项的对应",
        ["row", var no] => $"第{no}项",
        ["ruling", var no] => $"第{no}处差异的裁定",
        _ => part,
    };
}
