using Approvals.Web.Features.Access;

namespace Approvals.Web.Features.Items;

/// <summary>
/// What an item is to a query, and who may see one: whoever the gate admits to it or to one of its departments'
/// branches, because whoever does a part must read the whole of what is asked. Both are the gate's own predicate.
/// </summary>
public static class ItemGate
{
    /// <summary>
    /// Over <c>flow_case i</c> and its parent <c>p</c>: a row of what the notice opened, or a part, which has its
    /// parent's definition.
    /// </summary>
    public const string IsItem = "(p.parent_id = i.root_id OR p.workflow = i.workflow)";

    /// <summary>Over <c>flow_case i</c>, with <see cref="Gate.Parameters"/>.</summary>
    public const string MaySeeItem = """
        (EXISTS (
           SELECT FROM flow_case c
           WHERE c.unit_id = i.unit_id AND c.opened_month = i.opened_month AND c.case_id = i.case_id
             AND
        """ + Gate.MaySeeCase + """
        )
         OR EXISTS (
           SELECT FROM flow_case c
           WHERE c.unit_id = i.unit_id AND c.parent_month = i.opened_month AND c.parent_id = i.case_id
             AND
        """ + Gate.MaySeeCase + "))";
}
