using Microsoft.AspNetCore.Components;
using SovereignFleet.Dashboard.Layout.Forms;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Plans.Dialogs;

/// <summary>A dialog about one plan. It asks by the revision that the person looks at.</summary>
public abstract class PlanChangeDialog : AskDialog
{
    [Parameter, EditorRequired] public Plan Plan { get; set; } = null!;
}
