using Approvals.Engine.Calendars;
using Approvals.Engine.Definitions;
using Approvals.Engine.Directories;
using Approvals.Engine.Simulation;

namespace Approvals.Tests.Cases;

/// <summary>An office in memory at nine in the morning; every case that moves is compared with its replay.</summary>
internal static class Office
{
    public static World Of(WorkflowBook book, UnitDirectory directory, DateOnly day, Subject? subject = null)
    {
        var world = new World(book, directory, WorkCalendar.WithoutYears, OfficeHours.Usual)
        {
            Now = new DateTimeOffset(day, new TimeOnly(1, 0), TimeSpan.Zero),
            Subject = subject ?? Subject.Settled([]),
            Registers =
            [
                .. book.Workflows.Values.SelectMany(w => w.Stages).SelectMany(s => s.Actions).SelectMany(a => a.Effects)
                    .OfType<Effect.Allocate>().Select(a => a.Purpose).Distinct().Select(purpose => new Register(purpose, purpose, 1, null)),
            ],
        };
        world.Moved = new StoredReplay(world).IsLive;
        return world;
    }
}
