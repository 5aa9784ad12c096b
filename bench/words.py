"""What the people of the benchmarks are called, and what is talked about with them."""

from pathlib import Path

_HERE = Path(__file__).parent
FIRST_NAMES = (_HERE / "first_names.txt").read_text(encoding="utf-8").split()
LAST_NAMES = (_HERE / "last_names.txt").read_text(encoding="utf-8").split()

AGREED = (
    "Preguntó por precios de ortodoncia. Llamar para agendar la valoración.",
    "Pidió ubicación y horarios. Quedamos en confirmar su cita.",
    "No contestó; dejó dicho que por la tarde sí puede.",
    "Se le envió el plan de tratamiento. Preguntar si lo revisó.",
    "Quiere comparar con otra clínica antes de decidir.",
    "Le interesa el blanqueamiento, pero espera a fin de mes.",
    "Vino a su limpieza. Llamar para saber cómo sigue.",
    "Pidió cambiar la cita de su hijo a la próxima semana, de preferencia temprano. Confirmar con la doctora.",
    "Buzón de voz. Intentar de nuevo mañana a mediodía.",
    "Comentó que su seguro cubre una parte; mandará la póliza por correo y espera que le digamos cuánto queda.",
)

RESULTS = (
    "Confirmó su cita.",
    "Ya se atendió en otra clínica.",
    "Agendó valoración para la próxima semana.",
    "Pidió que le llamemos el mes que viene.",
    "Aceptó el presupuesto y paga en dos partes.",
)

CLIENT_NOTES = ("", "", "", "Prefiere WhatsApp.", "Llamar solo por la tarde.", "Viene recomendada por su hermana.")

SOLD = (
    "Ortodoncia completa",
    "Blanqueamiento",
    "Dos implantes",
    "Limpieza y valoración",
    "Plan familiar",
    "Prótesis",
)
