using Approvals.Engine.Cases;
using Approvals.Web.Store.Cases;

namespace Approvals.Web.Features.Cases;

/// <summary>Why a press on a case was refused, as the page says it.</summary>
internal static class WhyNot
{
    /// <summary>Where nobody is left because of the 知悉范围, who can widen it is named; the office need not look for people.</summary>
    public static string Said(Refusal why, Looked looked)
    {
        var (@case, context) = (looked.Case, looked.Context);
        return why is Refusal.NobodyToSign nobody && Scoping.Named(@case, context.Grants) is { } named
            ? Texts.Scopes.NobodyToSign(
                looked.Workflow.TitleOf(nobody.Stage),
                [.. named.Where(p => Scoping.Judge(@case, p, context) is null).Select(p => Names.Of(p, context.Directory))])
            : Texts.For(why, looked.Workflow, context.Directory);
    }
}
