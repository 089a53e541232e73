using Microsoft.AspNetCore.Components;
using SovereignFleet.Proto.Fleet;

namespace SovereignFleet.Dashboard.Drains.Plan;

/// <summary>Asks for the steps of a plan. What can be done, and what each must be told, the server says.</summary>
public sealed partial class PlanFields
{
    [Parameter, EditorRequired] public IReadOnlyList<OfferedWork> Offers { get; set; } = [];
    [Parameter, EditorRequired] public Host Machine { get; set; } = null!;
    [Parameter, EditorRequired] public IReadOnlyList<WorkDraft> Steps { get; set; } = [];
    [Parameter] public EventCallback<IReadOnlyList<WorkDraft>> StepsChanged { get; set; }

    private Task ChooseAsync(int place, ChangeEventArgs change) =>
        PutAsync(place, new WorkDraft(Offers.First(offer => offer.Kind.ToString() == change.Value as string)));

    private Task PutAsync(int place, WorkDraft step) => StepsChanged.InvokeAsync([.. Steps.Take(place), step, .. Steps.Skip(place + 1)]);

    private Task TakeOutAsync(int place) => StepsChanged.InvokeAsync([.. Steps.Take(place), .. Steps.Skip(place + 1)]);

    private Task AddAsync() => StepsChanged.InvokeAsync([.. Steps, new WorkDraft(Offers[0])]);
}
