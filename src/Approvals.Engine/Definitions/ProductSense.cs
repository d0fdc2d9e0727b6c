namespace Approvals.Engine.Definitions;

/// <summary>Distributions (分发) that could reach nobody, and files that would be made of nothing.</summary>
internal static class ProductSense
{
    public static IEnumerable<string> Of(WorkflowBook book, Workflow workflow) =>
        workflow.AllEffects.SelectMany(effect => effect switch
        {
            Effect.Distribute distribute => Distribution(book, distribute),
            Effect.Produce { What: Product.Bulletin } when !workflow.Splits => ["要出通报（produce: bulletin），却没有拆分出任何流程，没有什么可通报"],
            _ => [],
        }).Distinct();

    private static IEnumerable<string> Distribution(WorkflowBook book, Effect.Distribute distribute)
    {
        if (!book.Workflows.TryGetValue(distribute.Workflow, out var read))
        {
            yield return $"分发给没有定义的流程 {distribute.Workflow}"
                + NearestWord.DidYouMean(distribute.Workflow.Value, book.Workflows.Keys.Select(k => k.Value));
        }
        else if (read.Stages[0].Signers is not { Seats: [SeatRule.OfPeople { Party: Party.Readers }] })
        {
            yield return $"分发（distribute）用的流程“{read.Title}”，第一个环节要由 readers 来阅（signers: {{people: readers}}）";
        }

        if (distribute.To.IsEmpty)
        {
            yield return "分发（distribute）要写明分给谁：to";
        }

        foreach (var message in distribute.To.SelectMany(SeatSense.Rule))
        {
            yield return $"分发（distribute）{message}";
        }

        foreach (var flaw in SeatSense.Undefined(book, distribute.To.SelectMany(SeatSense.RolesOf), "分发（distribute）"))
        {
            yield return flaw.Message;
        }
    }
}
