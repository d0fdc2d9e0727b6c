using Approvals.Engine.Definitions;
using Approvals.Web.Features.Access;
using Approvals.Web.Features.Cases;
using Approvals.Web.Store.Cases;
using Dapper;

namespace Approvals.Web.Features.Items;

/// <summary>
/// What an item is to a query, and who may see one: whoever the gate admits to it.
/// </summary>
public static class ItemGate
{
    /// <summary>
    /// Over <c>flow_case i</c>, which has a parent: opened aside (<see cref="Asides"/>). Parameters by <see cref="AddTo"/>.
    /// </summary>
    public const string IsAside = "((i.book_hash || '/' || i.parent_workflow || '/' || i.workflow) = ANY (@asides))";

    /// <summary>
    /// Over <c>flow_case i</c>: a row of what the notice opened, or a part, which has its parent's definition; never what was
    /// opened aside. An index holds what the first of the two says. Parameters by <see cref="AddTo"/>.
    /// </summary>
    public const string IsItem = "((i.parent_id = i.campaign_id OR i.parent_workflow = i.workflow) AND NOT " + IsAside + ")";

    /// <summary>The gate itself over <c>flow_case i</c>, with <see cref="Gate.Parameters"/>.</summary>
    public const string MaySeeIt = """
        (EXISTS (
           SELECT FROM flow_case c
           WHERE c.unit_id = i.unit_id AND c.opened_month = i.opened_month AND c.case_id = i.case_id
             AND
        """ + " " + Gate.MaySeeCase + "))";

    /// <summary>The same in a list over all that the unit has, with <see cref="Gate.ForManyAsync"/>.</summary>
    public const string IsSeen = "(SELECT " + Gate.IsSeen + " FROM (SELECT i.unit_id, i.scope_month, i.scope_id, i.case_id, i.campaign_id) AS c)";

    /// <summary>What the definitions of every edition open aside.</summary>
    /// <param name="books">By <see cref="Editions.AllAsync"/>.</param>
    public static void AddTo(DynamicParameters parameters, IReadOnlyList<WorkflowBook> books) => parameters.Add(
        "asides",
        books.SelectMany(book => Asides.In(book).Select(a => $"{book.Hash}/{a.Parent.Value}/{a.Child.Value}")).ToArray());
}
