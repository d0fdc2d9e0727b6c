namespace Approvals.Web.Hosting;

/// <summary>What a node does. Any number of nodes may do the same: work that is done once is claimed in the database.</summary>
[Flags]
public enum Serving
{
    /// <summary>The web application.</summary>
    Pages = 1,

    /// <summary>Timers are fired and messages sent.</summary>
    Loops = 2,

    /// <summary>What runs by the calendar.</summary>
    Calendar = 4,

    Jobs = Loops | Calendar,

    All = Pages | Jobs,
}
