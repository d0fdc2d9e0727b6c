using System.Text.Json.Serialization;
using Approvals.Engine.Definitions;

namespace Approvals.Engine.Cases;

[JsonDerivedType(typeof(ProductOrdered), "product-ordered")]
[JsonDerivedType(typeof(ProductMade), "product-made")]
public abstract partial record CaseEvent
{
    /// <summary>A file is to be made. The event's own place in the history is what it is known by.</summary>
    /// <param name="ContentHash">Of the text at that moment; null where the case has none of its own.</param>
    public sealed record ProductOrdered(Product What, string? ContentHash) : CaseEvent;

    /// <summary>It was made. From here on the chain holds its hash: another file in its place is found out.</summary>
    /// <param name="Ordered">Place of the order in the case's history.</param>
    /// <param name="Sha256">Lower-case hex.</param>
    public sealed record ProductMade(int Ordered, Product What, string Sha256) : CaseEvent;
}
