namespace Approvals.Web.Hosting;

/// <summary>What a node does. Any number of nodes may do the same: work that is done once is claimed in the database.</summary>
[Flags]
public enum Serving
{
    /// <summary>The web application.</summary>
    Pages = 1,

    /// <summary>What runs by the calendar.</summary>
    Jobs = 2,

    All = Pages | Jobs,
}
